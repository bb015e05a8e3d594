package org.sekisho.rules.incident;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.sekisho.rules.incident.Entry.Kind;

/**
 * Two incidents of one account that have become one. Every node that sees both makes the same of them.
 *
 * @param stays the one that was opened first, with what the other had
 * @param goes the other, over
 */
record Joined(Incident stays, Incident goes) {
    private static final String GOES_ON = "goes on as ";
    private static final Comparator<Incident> ORDER =
            comparing(Incident::opened).thenComparing(Incident::id);

    static boolean belongTogether(Incident one, Incident other) {
        return !one.id().equals(other.id())
                && one.account().equals(other.account())
                && one.state().standing()
                && other.state().standing();
    }

    static Joined of(Incident one, Incident other) {
        boolean inOrder = ORDER.compare(one, other) < 0;
        Incident first = inOrder ? one : other;
        Incident second = inOrder ? other : one;
        // As if nothing had been known before.
        Incident nothing = new IncidentDraft(first.id(), first.account(), first.opened()).incident();
        Instant time = first.since().isBefore(second.since()) ? second.since() : first.since();
        return new Joined(
                new Merge(Optional.of(nothing), first, second).merged(),
                second.become(State.DISMISSED, time, Optional.of(time))
                        .but(draft -> draft.noticeDue = Optional.empty())
                        .with(time, Kind.DISMISSED, GOES_ON + first.id(), Entry.SEKISHO));
    }

    /** The id of the one that this one goes on as. */
    static Optional<String> successor(Incident incident) {
        return incident.state() == State.DISMISSED
                ? incident.last(Kind.DISMISSED)
                        .filter(entry ->
                                entry.by().equals(Entry.SEKISHO) && entry.text().startsWith(GOES_ON))
                        .map(entry -> entry.text().substring(GOES_ON.length()))
                : Optional.empty();
    }
}
