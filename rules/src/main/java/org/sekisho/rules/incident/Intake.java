package org.sekisho.rules.incident;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.account.AlarmObserver;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.rules.incident.Entry.Kind;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.rules.origin.Origin;
import org.sekisho.settings.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where alarms come in: each opens an incident or joins the one there is, and may restrict the account. Thread-safe. */
final class Intake implements AlarmObserver {
    private static final Logger LOG = LoggerFactory.getLogger(Docket.class);

    private static final Set<String> ABUSE = Set.of("messages", "recipients", "octets", "bounces", Docket.COMPLAINTS);
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

    @Override
    public void told(Alarm alarm) {
        IncidentSettings settings = docket.settings();
        Mode mode = docket.mode(alarm.net());
        if (mode == Mode.OFF) {
            return;
        }
        boolean enforced = mode == Mode.ENFORCE && !settings.exempt().contains(Docket.name(alarm.account()));
        boolean acts = enforced && settings.response() == Response.RESTRICT && alarm.score() >= settings.score();
        Optional<Incident> joined = join(alarm, enforced && !acts, settings);
        if (joined.isEmpty()) {
            LOG.error(
                    "An alarm of the net {} has no incident: {} accounts are restricted already. Release some",
                    alarm.net(),
                    IncidentBook.MOST_STANDING);
            return;
        }
        Incident incident = joined.get();
        // The account by itself: the words may hold its name, which the log may have to call otherwise.
        LOG.atWarn()
                .addKeyValue("account", incident.account())
                .log(
                        "Incident {} ({}): {}: {} (score {})",
                        incident.id(),
                        incident.state().key(),
                        alarm.net(),
                        alarm.because(),
                        alarm.score());
        if (HEARSAY.contains(alarm.net())) {
            if (acts) {
                defend(incident.id(), "automatically, for the net " + alarm.net());
            }
        } else {
            suspect(incident, alarm, acts);
        }
        docket.keep(incident.id());
    }

    /** Where the alarm came from does not become a home. */
    private void suspect(Incident incident, Alarm alarm, boolean acts) {
        docket.acquaintance()
                .suspect(incident.account(), alarm.client(), Instant.EPOCH)
                .whenComplete((familiarity, failure) -> {
                    if (failure != null) {
                        unknown(incident, failure, acts);
                    } else if (acts) {
                        restrict(incident, alarm, familiarity);
                    }
                });
    }

    private void unknown(Incident incident, Throwable failure, boolean acts) {
        if (acts) {
            ask(incident.id(), ": not known whether the client is at home: " + failure.getMessage());
        } else {
            LOG.warn(
                    "Incident {}: the place of its alarm may become known to the account: {}",
                    incident.id(),
                    failure.toString());
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
            draft.passwordHash = alarm.passwordHash().isPresent() ? alarm.passwordHash() : draft.passwordHash;
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
        return ABUSE.contains(net) ? Kind.ABUSE : Kind.ALARM;
    }

    private static String text(Alarm alarm) {
        String from = HEARSAY.contains(alarm.net())
                ? ""
                : ", from " + (Network.text(alarm.client()) + " " + place(alarm.origin())).strip();
        return alarm.net() + ": " + alarm.because() + from;
    }

    /** A thief at the owner's own place would not be met by a restriction of new ones: that is for an operator to decide. */
    private void restrict(Incident incident, Alarm alarm, Familiarity familiarity) {
        boolean known = familiarity == Familiarity.HOME || familiarity == Familiarity.KNOWN;
        if (known && book.pardons(incident.account(), alarm.net())) {
            String why = "watched only: an operator has dismissed the net " + alarm.net() + " at this place";
            book.note(incident.id(), each -> each.with(clock.instant(), Kind.NOTE, why, Entry.SEKISHO));
            docket.keep(incident.id());
        } else if (known && docket.settings().scope() == Scope.NEW_ORIGINS) {
            ask(incident.id(), ": the client is where the account is known");
        } else {
            defend(incident.id(), "automatically, for the net " + alarm.net());
        }
    }

    private void ask(String id, String why) {
        book.note(id, incident -> docket.course().asking(incident, why));
        docket.keep(id);
    }

    private void defend(String id, String why) {
        book.note(id, incident -> docket.course().defendedAtLeast(incident, why))
                .ifPresent(docket::restrictedByItself);
        LOG.warn("Incident {}: the account is restricted, {}", id, why);
        docket.keep(id);
    }

    /** With the score of a complaint that is not the first of its incident. */
    Alarm complaint(String account, String what) {
        String name = Docket.name(account);
        long before = book.of(name).stream()
                .flatMap(incident -> incident.timeline().stream())
                .filter(entry -> entry.text().startsWith(Docket.COMPLAINTS))
                .count();
        int score = before + 1 >= docket.settings().complaints().max() ? ACT : LOOK;
        return new Alarm(
                name,
                Docket.COMPLAINTS,
                score,
                clock.instant(),
                InetAddress.getLoopbackAddress(),
                Origin.UNKNOWN,
                what,
                List.of(),
                OptionalInt.empty());
    }
}
