package org.sekisho.rules.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** Keeps what the incidents of each month come to for longer than themselves, so that there is a year to compare with. Thread-safe. */
public final class MonthBook {
    public static final Table<MonthCases> TABLE = Table.operator("incident-months", MonthCases.CODEC, 120, 64);
    /** From the end of the month: enough for a year that is compared with the one before. */
    private static final Duration KEPT = Duration.ofDays(800);

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final StateStore store;
    private final InstantSource clock;
    private final Docket docket;
    private volatile @Nullable LocalDate written;

    public MonthBook(StateStore store, InstantSource clock, Docket docket) {
        this.store = store;
        this.clock = clock;
        this.docket = docket;
    }

    /** To be called now and then: once a day (UTC), the months are counted again. */
    public CompletionStage<Void> write() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return today.equals(written)
                ? CompletableFuture.completedStage(null)
                : docket.all()
                        .thenCompose(incidents -> write(counted(incidents, YearMonth.from(today))))
                        .thenRun(() -> written = today);
    }

    /** The month that is now is known, also if nothing has happened in it. */
    private static Map<YearMonth, MonthCases> counted(List<Incident> incidents, YearMonth now) {
        Map<YearMonth, MonthCases> months = new HashMap<>(Map.of(now, MonthCases.none(now)));
        incidents.forEach(incident -> months.merge(
                YearMonth.from(incident.opened().atZone(ZoneOffset.UTC)), MonthCases.of(incident), MonthCases::plus));
        return months;
    }

    private CompletionStage<Void> write(Map<YearMonth, MonthCases> months) {
        CompletableFuture<?>[] writes = months.entrySet().stream()
                .map(each -> store.update(
                                TABLE,
                                each.getKey().toString(),
                                "",
                                held -> Optional.of(new Held<>(
                                        each.getValue().atLeast(held.map(Held::value)), expires(each.getKey()))),
                                LIMIT)
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(writes);
    }

    private static Instant expires(YearMonth month) {
        return month.plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plus(KEPT);
    }

    /** The months up to this one, the latest last, each beside the same one of the year before. */
    public CompletionStage<List<MonthCases.Compared>> compared(YearMonth latest, int months) {
        List<YearMonth> shown = Stream.iterate(latest.minusMonths(months - 1L), month -> month.plusMonths(1))
                .limit(months)
                .toList();
        Batch batch = new Batch();
        Map<YearMonth, Batch.Ticket<MonthCases>> tickets = new HashMap<>();
        shown.stream()
                .flatMap(month -> Stream.of(month, month.minusYears(1)))
                .forEach(month -> tickets.computeIfAbsent(month, each -> batch.read(TABLE, each.toString())));
        return docket.all().thenCombine(store.run(batch, LIMIT), (incidents, answers) -> {
            Map<YearMonth, MonthCases> known =
                    counted(incidents, YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)));
            tickets.forEach((month, ticket) -> answers.get(ticket)
                    .map(Held::value)
                    .ifPresent(kept -> known.merge(month, kept, (live, record) -> live.atLeast(Optional.of(record)))));
            List<MonthCases.Compared> all = new ArrayList<>();
            shown.forEach(month -> all.add(new MonthCases.Compared(
                    month,
                    Optional.ofNullable(known.get(month)),
                    Optional.ofNullable(known.get(month.minusYears(1))))));
            return all;
        });
    }
}
