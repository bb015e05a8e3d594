package org.sekisho.rules.incident;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.account.AlarmObserver;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.rules.incident.Entry.Kind;
import org.sekisho.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes incidents of alarms, and leads them through their states: by itself as configured, and as operators say. What it says
 * in the log names the incident and not the account. One for a program, whatever policies come and go. Thread-safe.
 */
public final class Docket implements AlarmObserver {
    private static final Logger LOG = LoggerFactory.getLogger(Docket.class);

    /** The net of those that others complain about. */
    public static final String COMPLAINTS = "complaints";

    private static final int LONGEST_NAME = 255;

    private final IncidentBook book;
    private final InstantSource clock;
    private final Intake intake;
    private final WrongPasswords wrongPasswords;
    private volatile Terms terms = new Terms(IncidentSettings.DEFAULTS, net -> Mode.OBSERVE);
    private volatile Acquaintance acquaintance = Acquaintance.NONE;

    /** What holds now. */
    private record Terms(IncidentSettings settings, Function<String, Mode> modes) {}

    /** Knows no account, and all nets only watch, until it is told more. */
    public Docket(StateStore store, InstantSource clock, RandomGenerator random) {
        book = new IncidentBook(store, clock);
        this.clock = clock;
        wrongPasswords = new WrongPasswords(random);
        intake = new Intake(this, book, clock, new IncidentIds(random));
    }

    /** From now on these settings hold, and these modes of nets. */
    public void govern(IncidentSettings settings, Function<String, Mode> modes) {
        terms = new Terms(settings, modes);
    }

    /** From now on that one is asked where accounts are at home. */
    public void ask(Acquaintance other) {
        acquaintance = other;
    }

    /** What holds now. */
    public IncidentSettings settings() {
        return terms.settings;
    }

    Mode mode(String net) {
        return terms.modes.apply(net);
    }

    // Looking

    /** The incident for which this account is restricted; from memory. */
    public Optional<Incident> defending(String account) {
        Instant now = clock.instant();
        return book.of(name(account)).filter(incident -> incident.defendsAt(now));
    }

    /** The incident that what happens to this account belongs to. */
    public Optional<Incident> of(String account) {
        return book.of(name(account));
    }

    /** Those that still take in what happens, the oldest first. */
    public List<Incident> present() {
        return book.present();
    }

    /** With those that were closed within a year. */
    public CompletionStage<List<Incident>> all() {
        return book.all();
    }

    /** A closed one, too. */
    public CompletionStage<Optional<Incident>> find(String id) {
        return book.find(id.toLowerCase(Locale.ROOT));
    }

    /** What is known of them outlives policies, too. */
    WrongPasswords wrongPasswords() {
        return wrongPasswords;
    }

    /** How well an account knows where a client is; as whoever is {@link #ask asked} says. */
    public CompletionStage<Familiarity> familiarity(String account, InetAddress client) {
        return acquaintance.familiarity(account, client);
    }

    /** As accounts are known by. */
    static String name(String account) {
        String name = account.toLowerCase(Locale.ROOT);
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    @Override
    public void told(Alarm alarm) {
        intake.told(alarm);
    }

    /**
     * Somebody has complained about an account; to be told to all who observe alarms.
     *
     * @param what in one line
     */
    public Alarm complaint(String account, String what) {
        return intake.complaint(account, what);
    }

    /** Writes it, and says so if that fails; it is tried again. */
    void keep(String id) {
        book.change(id, UnaryOperator.identity()).whenComplete((kept, failure) -> {
            if (failure != null) {
                LOG.warn("Incident {} holds, and is not on the disk yet: {}", id, failure.toString());
            }
        });
    }

    private UnaryOperator<Incident> defended(Duration time, Scope scope, String why, String by) {
        return incident -> {
            Instant now = clock.instant();
            NoticeSettings notice = settings().notice();
            boolean anew = incident.state() != State.DEFENDED;
            Optional<Instant> end = Optional.of(now.plus(time));
            return incident.become(State.DEFENDED, now, end)
                    .but(draft -> {
                        draft.scope = scope;
                        if (anew && notice.enabled()) {
                            draft.noticeDue = Optional.of(now.plus(notice.noticeWithin()));
                        }
                    })
                    .with(now, Kind.DEFENDED, why + ", " + words(scope) + ", until " + end.get(), by);
        };
    }

    /** By itself, the program never shortens or weakens what an operator has said. */
    UnaryOperator<Incident> defendedAtLeast(IncidentSettings settings, String why) {
        return incident -> {
            boolean more = incident.state() == State.DEFENDED;
            Duration left = incident.until()
                    .map(until -> Duration.between(clock.instant(), until))
                    .orElse(settings.time());
            Duration time = more && left.compareTo(settings.time()) > 0 ? left : settings.time();
            Scope scope = more && incident.scope() == Scope.ALL ? Scope.ALL : settings.scope();
            return defended(time, scope, why, Entry.SEKISHO).apply(incident);
        };
    }

    private static String words(Scope scope) {
        return scope == Scope.ALL ? "everybody" : "new origins only";
    }

    // Operators

    /** Complete when it is on the disk; in force before. Empty if there is none that is not closed. */
    public CompletionStage<Optional<Incident>> defend(
            String id, Optional<Duration> time, Optional<Scope> scope, String note, String by) {
        IncidentSettings settings = settings();
        return book.change(
                id,
                defended(
                        time.orElse(settings.time()),
                        scope.orElse(settings.scope()),
                        note.isEmpty() ? "by an operator" : note,
                        by));
    }

    /** As a false alarm, or for nothing having come of it. */
    public CompletionStage<Optional<Incident>> dismiss(String id, String note, String by) {
        return book.change(id, incident -> {
            Instant now = clock.instant();
            return incident.become(State.DISMISSED, now, Optional.of(now))
                    .with(now, Kind.DISMISSED, note.isEmpty() ? "by an operator" : note, by);
        });
    }

    /** Ends the restriction; attempts are written down for a while. */
    public CompletionStage<Optional<Incident>> release(String id, String note, String by) {
        return book.change(id, released(note.isEmpty() ? "by an operator" : note, by));
    }

    /** Adds a line to the timeline. */
    public CompletionStage<Optional<Incident>> note(String id, String note, String by) {
        return book.change(id, incident -> incident.with(clock.instant(), Kind.NOTE, note, by));
    }

    private UnaryOperator<Incident> released(String why, String by) {
        return incident -> {
            Instant now = clock.instant();
            return incident.become(
                            State.RELEASED, now, Optional.of(now.plus(settings().watch())))
                    .with(now, Kind.RELEASED, why, by);
        };
    }

    // What happens to the account

    /** A login or mail was refused, or a password was wrong. */
    void attempted(String id, String what) {
        book.note(id, incident -> incident.attempted(clock.instant(), what));
    }

    /** Another password than the thief's was accepted, from the account's home: that ends a restriction. */
    void passwordChanged(String id) {
        Instant now = clock.instant();
        boolean releases = settings().releaseOnPasswordChange();
        book.note(id, incident -> {
            if (incident.first(Kind.PASSWORD).isPresent() && incident.state() != State.DEFENDED) {
                return incident;
            }
            Incident told = incident.with(
                    now, Kind.PASSWORD, "another password was accepted from the account's home", Entry.SEKISHO);
            return releases && incident.state() == State.DEFENDED
                    ? released("by password change", Entry.SEKISHO).apply(told)
                    : told;
        });
        keep(id);
    }

    // Notices

    /** The owner has been told. */
    public CompletionStage<Optional<Incident>> noticeSent(String id, String to) {
        return book.change(
                id,
                incident -> incident.but(draft -> draft.noticeDue = Optional.empty())
                        .with(clock.instant(), Kind.NOTICE, "the owner was told: " + to, Entry.SEKISHO));
    }

    /** Those who decide have been told that it waits. */
    public void operatorsTold(String id) {
        book.note(id, incident -> incident.with(clock.instant(), Kind.NOTICE, Incident.OPERATORS_TOLD, Entry.SEKISHO));
        keep(id);
    }

    /** The owner could not be told in time; told once. */
    public void noticeOverdue(Incident incident, String why) {
        LOG.atError()
                .addKeyValue("account", incident.account())
                .log(
                        "Incident {}: the notice to the account's owner is overdue since {}: {}",
                        incident.id(),
                        incident.noticeDue().map(Instant::toString).orElse("now"),
                        why);
        book.note(
                incident.id(),
                late -> late.with(clock.instant(), Kind.OVERDUE, "the owner has not been told: " + why, Entry.SEKISHO));
    }

    // Time

    /** To be called about once in some seconds: what has ended ends, and what could not be saved is. */
    public CompletionStage<Void> tick() {
        Instant now = clock.instant();
        for (Incident incident : book.present()) {
            if (incident.overAt(now) && incident.state().standing()) {
                book.note(incident.id(), over -> ended(over, now));
            } else if (incident.overAt(now) && !owes(incident, now)) {
                book.close(incident);
            }
        }
        return book.save();
    }

    /** Unless somebody has decided otherwise a moment ago. */
    private Incident ended(Incident incident, Instant now) {
        if (incident.overAt(now) && incident.state() == State.DEFENDED) {
            return released("by time", Entry.SEKISHO).apply(incident);
        }
        if (incident.overAt(now) && incident.state() == State.WATCH) {
            String why = "nothing more came within " + settings().watch().toDays() + " days";
            return incident.become(State.DISMISSED, now, Optional.of(now))
                    .with(now, Kind.DISMISSED, why, Entry.SEKISHO);
        }
        return incident;
    }

    /** The owner of what was restricted is told in any case, as long as there is a chance. */
    private boolean owes(Incident incident, Instant now) {
        return incident.noticeDue().isPresent()
                && now.isBefore(incident.since().plus(settings().watch()));
    }

    /** Takes in what the store holds; at the start. */
    public CompletionStage<Void> restore() {
        return book.restore();
    }
}
