package org.sekisho.rules.incident;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.account.AlarmObserver;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.rules.account.Suspicion;
import org.sekisho.rules.incident.Entry.Kind;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.rules.origin.Origin;
import org.sekisho.settings.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where alarms come in: each opens an incident or joins the one there is, and may restrict the account. Thread-safe. */
final class Intake implements AlarmObserver {
    private static final Logger LOG = LoggerFactory.getLogger(Docket.class);

    /** Others say it: the client is not the account's. */
    private static final Set<String> HEARSAY = Set.of("bounces", Docket.COMPLAINTS);

    private static final int LOOK = 60;
    private static final int ACT = 100;

    private final Docket docket;
    private final IncidentBook book;
    private final InstantSource clock;
    private final IncidentIds ids;

    Intake(Docket docket, IncidentBook book, InstantSource clock, IncidentIds ids) {
        this.docket = docket;
        this.book = book;
        this.clock = clock;
        this.ids = ids;
    }

    /** What an alarm leads to, by its net's mode and the configured response. */
    private enum Answer {
        WATCH,
        ASK,
        RESTRICT
    }

    @Override
    public void told(Alarm alarm) {
        IncidentSettings settings = docket.settings();
        if (docket.mode(alarm.net()) == Mode.OFF) {
            return;
        }
        Answer answer = answer(alarm, settings);
        Optional<Incident> pardoning =
                answer == Answer.WATCH ? Optional.empty() : book.pardoning(Docket.name(alarm.account()), alarm.net());
        if (pardoning.isPresent() && HEARSAY.contains(alarm.net())) {
            dismissedAlready(pardoning.get().id(), alarm);
            return;
        }
        Optional<Incident> joined = join(alarm, answer == Answer.ASK && pardoning.isEmpty(), settings);
        if (joined.isEmpty()) {
            LOG.error(
                    "An alarm of the net {} has no incident: {} accounts are restricted already. Release some",
                    alarm.net(),
                    IncidentBook.MOST_STANDING);
            return;
        }
        Incident incident = joined.get();
        log(incident, alarm);
        if (!HEARSAY.contains(alarm.net())) {
            look(incident, alarm, answer, pardoning.isPresent());
        } else if (answer == Answer.RESTRICT) {
            defend(incident.id(), alarm);
        }
        docket.keep(incident.id());
    }

    private Answer answer(Alarm alarm, IncidentSettings settings) {
        if (docket.mode(alarm.net()) != Mode.ENFORCE || settings.exempt().contains(Docket.name(alarm.account()))) {
            return Answer.WATCH;
        }
        boolean acts = settings.response() == Response.RESTRICT && alarm.score() >= settings.score();
        return acts ? Answer.RESTRICT : Answer.ASK;
    }

    /** The account by itself: the words may hold its name, which the log may have to call otherwise. */
    private static void log(Incident incident, Alarm alarm) {
        LOG.atWarn()
                .addKeyValue("account", incident.account())
                .log(
                        "Incident {} ({}): {}: {} (score {})",
                        incident.id(),
                        incident.state().key(),
                        alarm.net(),
                        alarm.because(),
                        alarm.score());
    }

    /** What others say has no place that could be another one. */
    private void dismissedAlready(String id, Alarm alarm) {
        String why = "watched only: an operator has dismissed the net " + alarm.net() + ": " + alarm.because();
        book.note(id, incident -> incident.with(clock.instant(), Kind.NOTE, why, Entry.SEKISHO));
        docket.keep(id);
    }

    /** Where an alarm that counts came from does not become a home; what is done depends on whether it is one. */
    private void look(Incident incident, Alarm alarm, Answer answer, boolean pardoned) {
        boolean lasting = answer != Answer.WATCH || alarm.net().equals(Alarm.TRIAL_MAILS);
        boolean sure = alarm.score() >= docket.settings().score();
        if (!lasting && !sure) {
            return;
        }
        String id = incident.id();
        Suspicion.Reach reach = lasting && sure ? Suspicion.Reach.AROUND : Suspicion.Reach.THERE;
        docket.acquaintance()
                .suspect(Docket.name(alarm.account()), alarm.client(), new Suspicion(incident.opened(), reach, lasting))
                .whenComplete((familiarity, failure) -> {
                    if (failure == null) {
                        found(id, alarm, answer, pardoned, familiarity);
                    } else if (answer == Answer.WATCH) {
                        LOG.warn(
                                "Incident {}: the place of its alarm may become known to the account: {}",
                                id,
                                failure.toString());
                    } else {
                        ask(id, ": not known whether the client is at home: " + failure.getMessage());
                    }
                });
    }

    /** A thief at the owner's own place would not be met by a restriction of new ones: that is for an operator to decide. */
    private void found(String id, Alarm alarm, Answer answer, boolean pardoned, Familiarity familiarity) {
        boolean known = familiarity.isOwn();
        if (!known) {
            rememberPassword(id, alarm);
        }
        if (answer == Answer.WATCH) {
            return;
        }
        if (known && pardoned) {
            String why = "watched only: an operator has dismissed the net " + alarm.net() + " at this place";
            book.note(id, incident -> incident.with(clock.instant(), Kind.NOTE, why, Entry.SEKISHO));
            docket.keep(id);
        } else if (answer == Answer.ASK) {
            ask(id, "");
        } else if (known && docket.settings().scope() == Scope.NEW_ORIGINS) {
            ask(id, ": the client is where the account is known");
        } else {
            defend(id, alarm);
        }
    }

    /** The owner's at home, which may be a new one by now, is never taken for it. */
    private void rememberPassword(String id, Alarm alarm) {
        if (alarm.passwordHash().isPresent()) {
            decide(id, incident -> incident.but(draft -> draft.passwordHash = alarm.passwordHash()));
        }
    }

    private synchronized Optional<Incident> join(Alarm alarm, boolean asks, IncidentSettings settings) {
        Instant now = clock.instant();
        Course course = new Course(settings, now);
        UnaryOperator<Incident> joining = before -> {
            Incident after = caught(before, alarm).with(now, kind(alarm.net()), text(alarm), Entry.SEKISHO);
            return asks ? course.asking(after, "") : course.watching(after);
        };
        Optional<Incident> present = docket.of(alarm.account());
        if (present.isPresent()) {
            return book.note(present.get().id(), joining);
        }
        Incident fresh = new IncidentDraft(freshId(), Docket.name(alarm.account()), now).incident();
        return book.open(joining.apply(fresh));
    }

    private String freshId() {
        String id = ids.next();
        while (book.here(id)) {
            id = ids.next();
        }
        return id;
    }

    private static Incident caught(Incident incident, Alarm alarm) {
        return incident.but(draft -> {
            if (!draft.nets.contains(alarm.net())) {
                draft.nets.add(alarm.net());
            }
            if (!HEARSAY.contains(alarm.net())) {
                draft.client = Network.text(alarm.client());
                draft.origin = place(alarm.origin());
            }
            draft.passwordHash = draft.passwordHash.isPresent() ? draft.passwordHash : alarm.passwordHash();
        });
    }

    private static String place(Origin origin) {
        String system = origin.system().map(Origin.AutonomousSystem::toString).orElse("");
        return (origin.country().orElse("") + " " + system).strip();
    }

    private static Kind kind(String net) {
        if (net.equals(Alarm.TRIAL_MAILS)) {
            return Kind.PROBE;
        }
        return Docket.QUANTITIES.contains(net) || HEARSAY.contains(net) ? Kind.ABUSE : Kind.ALARM;
    }

    private static String text(Alarm alarm) {
        String from = HEARSAY.contains(alarm.net())
                ? ""
                : ", from " + (Network.text(alarm.client()) + " " + place(alarm.origin())).strip();
        return alarm.net() + ": " + alarm.because() + from;
    }

    private void ask(String id, String why) {
        decide(id, incident -> docket.course().asking(incident, why));
        docket.keep(id);
    }

    /** Several nets may do so at once: it begins with the first of them. */
    private void defend(String id, Alarm alarm) {
        String why = "automatically, for the net " + alarm.net();
        AtomicBoolean begins = new AtomicBoolean();
        Optional<Incident> after = decide(id, incident -> {
            begins.set(incident.state() != State.DEFENDED);
            return docket.course().defendedAtLeast(incident, why);
        });
        if (begins.get()) {
            after.ifPresent(docket::restrictedByItself);
            LOG.warn("Incident {}: the account is restricted, {}", id, why);
        }
        docket.keep(id);
    }

    /** Unless an operator has ended it meanwhile. */
    private Optional<Incident> decide(String id, UnaryOperator<Incident> how) {
        return book.note(id, incident -> incident.state().standing() ? how.apply(incident) : incident);
    }

    /**
     * With the score of a complaint that is not the first of its incident. For a while after a release nobody knows whether it is
     * about what was sent before: that does not restrict the account again.
     */
    Alarm complaint(String account, String what) {
        String name = Docket.name(account);
        IncidentSettings settings = docket.settings();
        Instant now = clock.instant();
        Optional<Incident> present = book.of(name);
        Instant from = present.flatMap(incident -> incident.last(Kind.RELEASED))
                .map(release -> release.time().plus(settings.watch()))
                .orElse(Instant.MIN);
        long before = present.stream()
                .flatMap(incident -> incident.timeline().stream())
                .filter(entry -> entry.kind() == Kind.ABUSE
                        && entry.text().startsWith(Docket.COMPLAINTS)
                        && !entry.time().isBefore(from))
                .count();
        boolean enough =
                !now.isBefore(from) && before + 1 >= settings.complaints().max();
        return new Alarm(
                name,
                Docket.COMPLAINTS,
                enough ? ACT : LOOK,
                now,
                InetAddress.getLoopbackAddress(),
                Origin.UNKNOWN,
                what,
                List.of(),
                OptionalInt.empty());
    }
}
