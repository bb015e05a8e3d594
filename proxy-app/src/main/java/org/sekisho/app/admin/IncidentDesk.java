package org.sekisho.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.app.audit.AuditEntry;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.rules.account.AccountKeeper;
import org.sekisho.rules.account.Accounts;
import org.sekisho.rules.account.AlarmObserver;
import org.sekisho.rules.incident.Deliveries;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.incident.Entry;
import org.sekisho.rules.incident.Incident;
import org.sekisho.rules.incident.MonthBook;
import org.sekisho.rules.incident.MonthCases;
import org.sekisho.rules.incident.Scope;

/**
 * Where operators ask about accounts and incidents, and decide about them. Thread-safe. The audit names incidents, whose
 * accounts only the state and the admin endpoint tell. Questions that cannot be answered throw an
 * {@link IllegalArgumentException} with words for whoever asked.
 */
public final class IncidentDesk {
    private static final int MOST_BUSY = 20;
    private static final int MONTHS = 6;
    private static final int LONGEST_NOTE = 200;
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Docket docket;
    private final AccountKeeper keeper;
    private final AlarmObserver alarms;
    private final Deliveries deliveries;
    private final MonthBook cases;
    private final AuditLog audit;
    private final InstantSource clock;

    /** @param alarms are told of complaints */
    public IncidentDesk(
            Docket docket,
            AccountKeeper keeper,
            AlarmObserver alarms,
            Deliveries deliveries,
            MonthBook cases,
            AuditLog audit,
            InstantSource clock) {
        this.docket = docket;
        this.keeper = keeper;
        this.alarms = alarms;
        this.deliveries = deliveries;
        this.cases = cases;
        this.audit = audit;
        this.clock = clock;
    }

    // Incidents

    /** @param all with those that were closed within a year */
    CompletionStage<List<IncidentLine>> incidents(boolean all) {
        CompletionStage<List<Incident>> some = all
                ? docket.all()
                : CompletableFuture.completedStage(docket.present().stream()
                        .filter(incident -> incident.state().standing())
                        .toList());
        Instant now = clock.instant();
        return some.thenApply(incidents ->
                incidents.stream().map(each -> IncidentLine.of(each, now)).toList());
    }

    CompletionStage<Optional<IncidentLine>> incident(String id) {
        return docket.find(id)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedStage(Optional.empty())
                        : detailed(found.get()).thenApply(Optional::of));
    }

    private CompletionStage<IncidentLine> detailed(Incident incident) {
        IncidentLine line = IncidentLine.of(incident, clock.instant());
        Optional<Entry> defended = incident.first(Entry.Kind.DEFENDED);
        return defended.isEmpty()
                ? CompletableFuture.completedStage(line)
                : deliveries.around(defended.get().time()).thenApply(line::with);
    }

    /** Complete when it is on the disk and in the audit. */
    CompletionStage<Optional<IncidentLine>> act(String id, IncidentLine.Wish wish, String by) {
        String note =
                wish.note().length() <= LONGEST_NOTE ? wish.note() : wish.note().substring(0, LONGEST_NOTE);
        CompletionStage<Optional<Incident>> done = switch (wish.action()) {
            case "defend" ->
                docket.defend(
                        id, wish.seconds().map(IncidentDesk::time), wish.scope().map(IncidentDesk::scope), note, by);
            case "dismiss" -> docket.dismiss(id, note, by);
            case "release" -> docket.release(id, note, by);
            case "note" -> docket.note(id, note, by);
            default ->
                throw new IllegalArgumentException(
                        "an incident can be defended, dismissed, released or noted, not '" + wish.action() + "'");
        };
        List<String> basis = wish.action().equals("defend")
                ? docket.settings().legalReference().stream()
                        .map(reference -> "legal basis: " + reference)
                        .toList()
                : List.of();
        AuditEntry entry = new AuditEntry(by, "incident " + wish.action(), id, note, basis);
        return done.thenCompose(found -> found.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : audit.append(entry.about(found.get().account()))
                        .thenCompose(kept -> detailed(found.get()).thenApply(Optional::of)));
    }

    /** No restriction is for ever. */
    private static Duration time(long seconds) {
        if (seconds < 1 || seconds > LONGEST.toSeconds()) {
            throw new IllegalArgumentException("a restriction lasts 1s to " + LONGEST.toDays() + "d");
        }
        return Duration.ofSeconds(seconds);
    }

    private static Scope scope(String word) {
        for (Scope scope : Scope.values()) {
            if (scope.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("scope is new-origins or all, not '" + word + "'");
    }

    /**
     * What has come of it; empty if complaints are not to make incidents. Only an account that has logged in can have sent
     * anything.
     */
    CompletionStage<Optional<IncidentLine>> complain(IncidentLine.Complaint complaint, String by) {
        String account = complaint.account().strip();
        if (account.isEmpty()) {
            throw new IllegalArgumentException("say about which account the complaint is");
        }
        return keeper.accounts()
                .named(account)
                .thenCompose(found -> complain(
                        found.orElseThrow(() -> new IllegalArgumentException(
                                "no account of that name has logged in: nobody is blamed for what it did not send")),
                        complaint.note(),
                        by));
    }

    private CompletionStage<Optional<IncidentLine>> complain(String account, String note, String by) {
        String what = "a complaint, taken in by " + by + (note.isEmpty() ? "" : ": " + note);
        alarms.told(docket.complaint(account, what));
        Optional<Incident> incident = docket.of(account);
        String subject = incident.map(Incident::id).orElse("none");
        return audit.append(new AuditEntry(by, "complaint", subject, note).about(account))
                .thenApply(kept -> incident.map(found -> IncidentLine.of(found, clock.instant())));
    }

    // Accounts

    CompletionStage<Optional<AccountLine>> account(String name) {
        String account = keeper.name(name);
        List<String> incidents = docket.of(account).map(Incident::id).stream().toList();
        return keeper.accounts()
                .find(account)
                .thenApply(found -> found.map(record -> AccountLine.of(account, record, incidents, clock.instant())));
    }

    CompletionStage<AccountsReport> accounts() {
        Instant now = clock.instant();
        YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));
        return keeper.accounts()
                .busiest(MOST_BUSY, now)
                .thenCombine(months(month), (busy, months) -> new Parts(busy, months, List.of()))
                .thenCombine(docket.all(), (parts, all) -> new Parts(parts.busy, parts.months, all))
                .thenCombine(
                        keeper.statistics().of(month),
                        (parts, statistics) -> AccountsReport.of(
                                keeper.accounts().count(),
                                parts.busy,
                                alarmed(),
                                statistics,
                                parts.months,
                                parts.incidents));
    }

    private record Parts(Accounts.Busiest busy, List<AccountsReport.Month> months, List<Incident> incidents) {}

    private List<AccountsReport.Alarmed> alarmed() {
        return docket.present().stream()
                .filter(incident -> incident.state().standing())
                .map(incident -> new AccountsReport.Alarmed(
                        incident.account(), incident.id(), incident.state().key(), incident.nets()))
                .toList();
    }

    private CompletionStage<List<AccountsReport.Month>> months(YearMonth latest) {
        return cases.compared(latest, MONTHS).thenCompose(compareds -> {
            CompletionStage<List<AccountsReport.Month>> all = CompletableFuture.completedStage(new ArrayList<>());
            for (MonthCases.Compared compared : compareds) {
                YearMonth month = compared.month();
                all = all.thenCombine(
                        deliveries.between(month.atDay(1), month.plusMonths(1).atDay(1)), (months, mail) -> {
                            months.add(AccountsReport.Month.of(compared, mail));
                            return months;
                        });
            }
            return all;
        });
    }
}
