package org.sekisho.rules.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.sekisho.rules.account.Acquaintance.Outcome;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.incident.Entry.Kind;

/**
 * All that is known of one suspicion against whoever uses an account.
 *
 * @param id short, and can be said on the telephone
 * @param since when it came into its state
 * @param until when its state ends by itself, and when a closed incident makes no difference any more
 * @param endSet whether an operator has said when the restriction ends, so that nothing but an operator changes it
 * @param scope whom the restriction meets
 * @param client the address of the client that raised the last alarm
 * @param origin where that is, in words
 * @param nets those that raised an alarm, in order
 * @param passwordHash of the session that raised the alarm; kept only while the incident stands
 * @param attempts logins and mails that were refused, and wrong passwords, from places that are not the account's home
 * @param noticeDue until when the owner must have been told; empty when nothing is owed
 * @param owed how it has ended, until the account's record has taken that in
 * @param timeline at most {@value #MOST_ENTRIES} lines, the latest last
 */
public record Incident(
        String id,
        String account,
        Instant opened,
        State state,
        Instant since,
        Optional<Instant> until,
        boolean endSet,
        Scope scope,
        String client,
        String origin,
        List<String> nets,
        OptionalInt passwordHash,
        int attempts,
        Optional<Instant> noticeDue,
        Optional<Outcome> owed,
        List<Entry> timeline) {
    static final int MOST_ENTRIES = 50;
    static final String OPERATORS_TOLD = "the operators were told that it waits";
    /** Beyond so many lines of attempts, only their number grows. */
    private static final int MOST_ATTEMPTS = 10;

    public Incident {
        nets = List.copyOf(nets);
        timeline = List.copyOf(timeline);
    }

    /** Whether operators have got a mail about it since it waits for them. */
    public boolean operatorsTold() {
        return timeline.stream()
                .anyMatch(entry ->
                        entry.text().equals(OPERATORS_TOLD) && !entry.time().isBefore(since));
    }

    /** Whether operators have been told that the notice to the owner is late. */
    public boolean overdueTold() {
        return noticeDue.isPresent()
                && timeline.stream()
                        .anyMatch(entry ->
                                entry.kind() == Kind.OVERDUE && !entry.time().isBefore(noticeDue.get()));
    }

    /** When the latest restriction began; empty if there was none. */
    public Optional<Instant> restrictedSince() {
        Optional<Instant> begun = Optional.empty();
        boolean lasts = false;
        for (Entry entry : timeline) {
            if (entry.kind() == Kind.DEFENDED && !lasts) {
                begun = Optional.of(entry.time());
            }
            boolean ends = entry.kind() == Kind.RELEASED || entry.kind() == Kind.DISMISSED;
            lasts = entry.kind() == Kind.DEFENDED || (lasts && !ends);
        }
        return begun;
    }

    /** The first line of that kind. */
    public Optional<Entry> first(Kind kind) {
        return timeline.stream().filter(entry -> entry.kind() == kind).findFirst();
    }

    /** Whole days from the trial send, which is on day 0, to the abuse; empty unless there were both, in this order. */
    public OptionalLong daysToAbuse() {
        Optional<Instant> probe = first(Kind.PROBE).map(Entry::time);
        Optional<Instant> abuse = first(Kind.ABUSE).map(Entry::time);
        return probe.isPresent() && abuse.isPresent() && !abuse.get().isBefore(probe.get())
                ? OptionalLong.of(Duration.between(probe.get(), abuse.get()).toDays())
                : OptionalLong.empty();
    }

    /** The latest line of that kind. */
    public Optional<Entry> last(Kind kind) {
        return timeline.stream().filter(entry -> entry.kind() == kind).reduce((before, after) -> after);
    }

    /** Whether places where the account is first seen now are suspect: more than an alarm that is only watched has come. */
    boolean suspectsPlaces() {
        return state == State.OPEN || state == State.DEFENDED || nets.contains(Alarm.TRIAL_MAILS);
    }

    /** What its end comes to if that comes now, and by itself. */
    Outcome outcome() {
        if (state == State.DEFENDED) {
            return endured() ? Outcome.ENDURED : Outcome.ENDED;
        }
        return unfounded() ? Outcome.UNFOUNDED : Outcome.ENDED;
    }

    /** Whether it has only been watched, and no trial send was seen. */
    private boolean unfounded() {
        return !nets.contains(Alarm.TRIAL_MAILS)
                && first(Kind.OPENED).isEmpty()
                && first(Kind.DEFENDED).isEmpty();
    }

    /** Whether it is for nothing but how much was sent, and nobody has done anything about it. */
    private boolean endured() {
        return Docket.QUANTITIES.containsAll(nets)
                && last(Kind.DEFENDED)
                        .filter(entry -> entry.by().equals(Entry.SEKISHO))
                        .isPresent()
                && first(Kind.PASSWORD).isEmpty();
    }

    /** Whether a restriction ends when it is to, whatever happens: an operator has said when, or it meets the owner, too. */
    public boolean endsInAnyCase() {
        return endSet || scope == Scope.ALL;
    }

    /** Whether a password may be that of the session that raised the alarm; it is taken for it where one of both is not known. */
    boolean mayBeThiefs(OptionalInt password) {
        return passwordHash.isEmpty() || password.isEmpty() || passwordHash.equals(password);
    }

    /** Whether it still takes in what happens to the account. */
    boolean listensAt(Instant now) {
        return state.standing() || (state == State.RELEASED && !overAt(now));
    }

    /** Whether it makes a difference yet. */
    boolean mattersAt(Instant now) {
        return state.standing() || !overAt(now) || noticeDue.isPresent() || owed.isPresent();
    }

    boolean defendsAt(Instant now) {
        return state == State.DEFENDED && !overAt(now);
    }

    /** Whether a watch, a restriction, or the time after one, has ended by now. */
    boolean overAt(Instant now) {
        return until.isPresent() && !now.isBefore(until.get());
    }

    /** The same with changes. */
    Incident but(Consumer<IncidentDraft> changes) {
        IncidentDraft draft = new IncidentDraft(this);
        changes.accept(draft);
        return draft.incident();
    }

    /** In another state. A password is not remembered beyond what it is compared for. */
    Incident become(State other, Instant now, Optional<Instant> end) {
        return but(draft -> {
            draft.state = other;
            draft.since = now;
            draft.until = end;
            draft.owed = Optional.empty();
            draft.passwordHash = other.standing() ? passwordHash : OptionalInt.empty();
        });
    }

    /** With one more line. When there is no room, an old one makes some, and never the first or the latest of its kind. */
    Incident with(Instant time, Kind kind, String text, String by) {
        return but(draft -> {
            if (timeline.size() >= MOST_ENTRIES) {
                draft.timeline.remove(dispensable());
            }
            draft.timeline.add(new Entry(time, kind, text, by));
        });
    }

    /** With as many lines as there is room for. */
    Incident shortened() {
        Incident shorter = this;
        while (shorter.timeline.size() > MOST_ENTRIES) {
            Entry least = shorter.dispensable();
            shorter = shorter.but(draft -> draft.timeline.remove(least));
        }
        return shorter;
    }

    private Entry dispensable() {
        List<Entry> rest = new ArrayList<>(timeline);
        for (Kind kind : Kind.values()) {
            first(kind).ifPresent(rest::remove);
            last(kind).ifPresent(rest::remove);
        }
        return rest.get(0);
    }

    /** One more attempt; the first of them stand in the timeline, and the others are counted. */
    Incident attempted(Instant now, String text) {
        Incident counted = but(draft -> draft.attempts++);
        long told =
                timeline.stream().filter(entry -> entry.kind() == Kind.ATTEMPT).count();
        return told < MOST_ATTEMPTS ? counted.with(now, Kind.ATTEMPT, text, Entry.SEKISHO) : counted;
    }
}
