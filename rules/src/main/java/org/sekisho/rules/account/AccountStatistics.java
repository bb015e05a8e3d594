package org.sekisho.rules.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.sekisho.rules.account.AccountRecord.Month;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps count of all accounts by month while they send, so that nobody ever has to walk through millions of records. What
 * is counted goes to the store once a minute: a program that dies loses the last one. Thread-safe.
 */
public final class AccountStatistics {
    public static final Table<MonthStatistics> TABLE =
            Table.learned("account-statistics", MonthStatistics.CODEC, 60, 0, MonthStatistics.MOST_OCTETS);

    private static final Logger LOG = LoggerFactory.getLogger(AccountStatistics.class);
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration EVERY = Duration.ofMinutes(1);
    /** Long enough to compare with the same month of last year. */
    private static final Duration KEPT = Duration.ofDays(800);

    private final StateStore store;
    private final InstantSource clock;
    /** Not in the store yet; of two months at most, since what is of an older one was written before. */
    private Map<YearMonth, Counts> pending = new HashMap<>();

    private Instant written;

    private static final class Counts {
        private final long[] messages = new long[Distribution.BANDS];
        private final long[] logins = new long[Distribution.BANDS];
        private final Map<String, Long> countries = new HashMap<>();
    }

    AccountStatistics(StateStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        written = clock.instant();
    }

    /** @param month of the account, with this login */
    void login(Month month) {
        count(month, counts -> enter(counts.logins, month.logins()));
    }

    /** @param month of the account, with this message */
    void message(Month month, Optional<String> country) {
        count(month, counts -> {
            enter(counts.messages, month.messages());
            counts.countries.merge(country.orElse(MonthStatistics.UNKNOWN), 1L, Long::sum);
        });
    }

    private static void enter(long[] accounts, long count) {
        OptionalInt band = Distribution.entered(count);
        if (band.isPresent()) {
            accounts[band.getAsInt()]++;
            if (band.getAsInt() > 0) {
                accounts[band.getAsInt() - 1]--;
            }
        }
    }

    private void count(Month month, Consumer<Counts> how) {
        boolean due;
        synchronized (this) {
            how.accept(pending.computeIfAbsent(YearMonth.of(month.year(), month.month()), fresh -> new Counts()));
            due = !clock.instant().isBefore(written.plus(EVERY));
        }
        if (due) {
            write().whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.warn("A minute of the accounts' statistics is lost: {}", failure.toString());
                }
            });
        }
    }

    /** Writes what has been counted to the store. */
    public CompletionStage<Void> write() {
        Map<YearMonth, Counts> counted;
        synchronized (this) {
            counted = pending;
            pending = new HashMap<>();
            written = clock.instant();
        }
        List<CompletableFuture<?>> all = new ArrayList<>();
        Instant expires = clock.instant().plus(KEPT);
        counted.forEach((month, counts) -> all.add(store.update(
                        TABLE,
                        month.toString(),
                        "",
                        held -> Optional.of(new Held<>(
                                held.map(Held::value)
                                        .orElse(MonthStatistics.NONE)
                                        .plus(counts.messages, counts.logins, counts.countries),
                                expires)),
                        LIMIT)
                .toCompletableFuture()));
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
    }

    /** A month up to now. */
    public CompletionStage<MonthStatistics> of(YearMonth month) {
        return write().thenCompose(done -> store.read(TABLE, month.toString(), LIMIT))
                .thenApply(held -> held.map(Held::value).orElse(MonthStatistics.NONE));
    }
}
