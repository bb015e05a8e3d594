package org.sekisho.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.sekisho.app.admin.IncidentDesk;
import org.sekisho.app.audit.AuditEntry;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.notice.Notices;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Mode;
import org.sekisho.rules.Tools;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.incident.Deliveries;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.incident.Entry;
import org.sekisho.rules.incident.MonthBook;
import org.sekisho.rules.incident.Onlooker;
import org.sekisho.rules.incident.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done about alarms of accounts: they become incidents, which end by themselves or as operators say. */
final class Responding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Responding.class);
    private static final Duration TICK = Duration.ofSeconds(5);

    private final Docket docket;
    /** How accounts are known, however they are spelled; another realm changes it. */
    private final UnaryOperator<String> names;

    private final Onlooker onlooker;
    private final Deliveries deliveries;
    private final MonthBook months;
    private final Housekeeping housekeeping = new Housekeeping();
    /** Of its own: a mail server may be slow. */
    private final Housekeeping mailing = new Housekeeping();

    private volatile boolean failing;

    Responding(Configuration configuration, Tools tools, Accounting accounting) {
        docket = tools.docket();
        names = accounting.keeper()::name;
        docket.ask(accounting.keeper().accounts());
        onlooker = new Onlooker(docket);
        deliveries =
                new Deliveries(tools.state(), tools.clock(), accounting.keeper().accounts()::hasSent);
        months = new MonthBook(tools.state(), tools.clock(), docket);
        accounting.alarms().observe(docket);
        govern(configuration);
        if (!docket.isRestored()) {
            restore();
        }
        Notices notices = new Notices(docket, names, configuration.hostName(), tools.clock());
        housekeeping.every(TICK, "Looking after incidents", this::tick);
        housekeeping.every(TICK, "Looking for late notices", notices::lookForLateOnes);
        mailing.every(TICK, "Writing to owners of accounts", notices::send);
    }

    /** Before the first client comes, so that a restriction outlives a restart. */
    private void restore() {
        try {
            docket.restore().toCompletableFuture().join();
        } catch (CompletionException e) {
            LOG.error(
                    "The incidents cannot be read: {}. Restrictions of accounts do not hold until they can",
                    String.valueOf(e.getCause()));
        }
    }

    /** From now on these settings hold. */
    void govern(Configuration configuration) {
        docket.govern(configuration.incidents().named(configuration.accounts()::name), net -> mode(net, configuration));
    }

    private static Mode mode(String net, Configuration configuration) {
        return switch (net) {
            case Docket.COMPLAINTS -> configuration.incidents().complaints().mode();
            case Alarm.TRIAL_MAILS -> configuration.trialMails().mode();
            default -> configuration.accounts().modeOf(net).orElse(Mode.OBSERVE);
        };
    }

    /** From now on restrictions that begin or end by themselves are written down there. */
    void audited(AuditLog audit) {
        docket.tell(incident -> {
            boolean begins = incident.state() == State.DEFENDED;
            String why = incident.last(begins ? Entry.Kind.DEFENDED : Entry.Kind.RELEASED)
                    .map(Entry::text)
                    .orElse("");
            AuditEntry entry = new AuditEntry(
                    AuditEntry.PROGRAM, begins ? "incident defend" : "incident release", incident.id(), why);
            audit.add(entry.about(incident.account()));
        });
    }

    List<Learner> learners() {
        return List.of(onlooker, deliveries);
    }

    IncidentDesk desk(Accounting accounting, AuditLog audit, InstantSource clock) {
        return new IncidentDesk(docket, accounting.keeper(), accounting.alarms(), deliveries, months, audit, clock);
    }

    private void tick() {
        try {
            docket.tick()
                    .thenCompose(done -> deliveries.write())
                    .thenCompose(done -> months.write())
                    .toCompletableFuture()
                    .join();
            if (failing) {
                LOG.info("Incidents are on the disk again");
            }
            failing = false;
        } catch (CompletionException e) {
            if (!failing) {
                LOG.error(
                        "Incidents hold, and cannot be written: {}. It is tried again every {} s",
                        String.valueOf(e.getCause()),
                        TICK.toSeconds());
            }
            failing = true;
        }
    }

    /** Writes what has not been written yet. */
    @Override
    public void close() {
        mailing.close();
        housekeeping.close();
        tick();
    }
}
