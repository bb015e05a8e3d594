package org.sekisho.rules.incident;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.Acquaintance;
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

    /** The nets of how much is sent. */
    static final Set<String> QUANTITIES = Set.of("messages", "recipients", "octets");

    private static final int LONGEST_NAME = 255;

    private final IncidentBook book;
    private final InstantSource clock;
    private final Intake intake;
    private final Claims claims;
    private final WrongPasswords wrongPasswords;
    private final Conclusions conclusions;
    private volatile Terms terms = new Terms(IncidentSettings.DEFAULTS, net -> Mode.OBSERVE);
    private volatile Acquaintance acquaintance = Acquaintance.NONE;
    private volatile Consumer<Incident> audience = incident -> {};

    /** What holds now. */
    private record Terms(IncidentSettings settings, Function<String, Mode> modes) {}

    /** Knows no account, and all nets only watch, until it is told more. */
    public Docket(StateStore store, InstantSource clock, RandomGenerator random) {
        book = new IncidentBook(store, clock);
        claims = new Claims(book, store, clock, random);
        conclusions = new Conclusions(book, claims, this::acquaintance);
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

    /** From now on that one is told of restrictions that begin, or end, by themselves. */
    public void tell(Consumer<Incident> other) {
        audience = other;
    }

    /** From now on other nodes may write to the same store: what is to be done once, one of them does. */
    public void share() {
        claims.share();
    }

    /** What holds now. */
    public IncidentSettings settings() {
        return terms.settings;
    }

    Mode mode(String net) {
        return terms.modes.apply(net);
    }

    Course course() {
        return new Course(settings(), clock.instant());
    }

    /** Tells how well accounts know where clients are. */
    public Acquaintance acquaintance() {
        return acquaintance;
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

    /** Those that still take in what happens, or of which the owner is still to be told, the oldest first. */
    public List<Incident> present() {
        Instant now = clock.instant();
        return book.present().stream()
                .filter(incident ->
                        incident.listensAt(now) || incident.noticeDue().isPresent())
                .toList();
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
            } else {
                conclusions.settle(id);
            }
        });
    }

    // Operators

    /** Complete when it is on the disk; in force before. Empty if there is none that is not closed. */
    public CompletionStage<Optional<Incident>> defend(
            String id, Optional<Duration> time, Optional<Scope> scope, String note, String by) {
        Course course = course();
        return book.change(
                id,
                incident -> course.defended(
                        incident,
                        time,
                        scope.orElse(course.settings().scope()),
                        note.isEmpty() ? "by an operator" : note,
                        by));
    }

    /** As a false alarm: what was suspect is not any more, and for a week the same is not held against the account again. */
    public CompletionStage<Optional<Incident>> dismiss(String id, String note, String by) {
        Course course = course();
        String why = note.isEmpty() ? "by an operator" : note;
        return ending(id, incident -> course.dismissed(incident, why, by));
    }

    /** Ends the restriction; attempts are written down for a while. */
    public CompletionStage<Optional<Incident>> release(String id, String note, String by) {
        Course course = course();
        String why = note.isEmpty() ? "by an operator" : note;
        return ending(id, incident -> course.released(incident, why, by));
    }

    /** Adds a line to the timeline. */
    public CompletionStage<Optional<Incident>> note(String id, String note, String by) {
        return book.change(id, incident -> incident.with(clock.instant(), Kind.NOTE, note, by));
    }

    private CompletionStage<Optional<Incident>> ending(String id, UnaryOperator<Incident> how) {
        return book.change(id, how).thenApply(after -> {
            conclusions.settle(id);
            return after;
        });
    }

    void restrictedByItself(Incident incident) {
        audience.accept(incident);
    }

    /** Tells of a restriction that ends by this very change: an operator may have ended it a moment ago. */
    private void endByItself(String id, UnaryOperator<Incident> how) {
        AtomicBoolean ends = new AtomicBoolean();
        Optional<Incident> after = book.note(id, before -> {
            Incident changed = how.apply(before);
            ends.set(before.state().standing() && changed.state() == State.RELEASED);
            return changed;
        });
        after.filter(incident -> ends.get()).ifPresent(audience);
    }

    // What happens to the account

    /** A wrong password, from where the account is not at home. */
    void attempted(String id, String what) {
        book.note(id, incident -> course().attempted(incident, what, false));
    }

    /**
     * A login or mail was refused. Whoever goes on with the thief's password from where the account was never at home is kept
     * out for longer.
     *
     * @param password its hash, if the client has shown one; the mail server was not asked whether it is right
     */
    void refused(Incident incident, InetAddress client, OptionalInt password, String what) {
        familiarity(incident.account(), client)
                .exceptionally(failure -> Familiarity.LEARNING)
                .thenAccept(familiarity -> {
                    if (!familiarity.isOwn()) {
                        boolean fresh = familiarity == Familiarity.NEW;
                        book.note(
                                incident.id(),
                                each -> course().attempted(each, what, fresh && each.mayBeThiefs(password)));
                    }
                });
    }

    /** Another password than the thief's was accepted, from the account's home: that ends a restriction. */
    void passwordChanged(String id) {
        endByItself(id, course()::passwordChanged);
        keep(id);
    }

    // Notices

    /**
     * The owner has been told.
     *
     * @param told as he was told: if the restriction meets everybody only since then, he does not know that yet
     */
    public CompletionStage<Optional<Incident>> noticeSent(Incident told, String to) {
        return book.change(
                told.id(),
                incident -> incident.but(draft ->
                                draft.noticeDue = draft.scope == told.scope() ? Optional.empty() : draft.noticeDue)
                        .with(clock.instant(), Kind.NOTICE, "the owner was told: " + to, Entry.SEKISHO));
    }

    /**
     * The incident as it is now, if this node is to do that about it; empty if another one is. It fails where the store that they
     * share cannot say.
     *
     * @param what in each incident something else
     */
    public CompletionStage<Optional<Incident>> claim(Incident incident, String what) {
        return claims.claim(incident, what);
    }

    /** Those who decide have been told that it waits. */
    public void operatorsTold(String id) {
        book.note(id, incident -> incident.with(clock.instant(), Kind.NOTICE, Incident.OPERATORS_TOLD, Entry.SEKISHO));
        keep(id);
    }

    /** The owner could not be told in time. */
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
        keep(incident.id());
    }

    private void giveNoticeUp(Incident incident, Instant now) {
        if (incident.noticeDue().isEmpty()) {
            return;
        }
        LOG.error(
                "Incident {}: the account's owner was never told of the restriction, and it is not tried any more: tell him"
                        + " in another way",
                incident.id());
        book.note(
                incident.id(),
                late -> late.but(draft -> draft.noticeDue = Optional.empty())
                        .with(now, Kind.OVERDUE, "given up: the owner was not told", Entry.SEKISHO));
    }

    // Time

    /** To be called about once in some seconds: what has ended ends, what could not be saved is, and so is what follows an end. */
    public CompletionStage<Void> tick() {
        Course course = course();
        for (Incident incident : book.present()) {
            if (incident.overAt(course.now())) {
                over(incident, course);
            }
        }
        CompletionStage<Void> saved = book.save();
        return saved.handle((done, failure) -> conclusions.settle())
                .thenCompose(settled -> settled)
                .thenCompose(settled -> saved);
    }

    private void over(Incident incident, Course course) {
        if (incident.state().standing()) {
            String end = incident.until().map(Instant::toString).orElse("");
            once(incident, "over " + end, present -> endByItself(present.id(), course::ended));
        } else if (incident.noticeDue().isPresent()) {
            if (!course.now().isBefore(incident.since().plus(settings().watch()))) {
                once(incident, "given up", present -> giveNoticeUp(present, course.now()));
            }
        } else if (incident.owed().isEmpty()) {
            book.close(incident);
        }
    }

    /** One of the nodes does so; while the store cannot say which, each of them. */
    private void once(Incident incident, String what, Consumer<Incident> work) {
        claim(incident, what)
                .exceptionally(failure -> Optional.of(incident))
                .thenAccept(ours -> ours.ifPresent(work))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("Incident {}: it could not be seen to: {}", incident.id(), failure.toString());
                    }
                });
    }

    // What the store holds

    /** Takes it in: at the start, and where other nodes write to the same store. */
    public CompletionStage<Void> restore() {
        return book.restore();
    }

    /** Whether it has been taken in. */
    public boolean isRestored() {
        return book.isComplete();
    }

    /** Takes in what it holds under this id, which another node has changed. */
    public CompletionStage<Void> reload(String id) {
        return book.reload(id);
    }

    /** Writes back what it has lost. */
    public CompletionStage<Void> writeBack() {
        return book.writeBack();
    }
}
