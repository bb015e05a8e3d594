package org.sekisho.rules.incident;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sekisho.rules.account.Acquaintance.Outcome;
import org.sekisho.rules.incident.Entry.Kind;

/**
 * What two nodes have made of one incident, in one: what only one of them has changed is as that one says, lines and attempts
 * of both count, and of two decisions an operator's holds, or the later one of two operators.
 *
 * @param base as both had it last; empty where nobody can tell
 * @param theirs as the store has it
 * @param mine as it is here
 */
record Merge(Optional<Incident> base, Incident theirs, Incident mine) {
    private static final Set<Kind> DECISIONS = Set.of(Kind.OPENED, Kind.DEFENDED, Kind.DISMISSED, Kind.RELEASED);

    Merge {
        // A store that has lost changes does not take them back.
        base = base.filter(common -> knows(theirs, common));
    }

    /** Of what there is. */
    static Optional<Incident> of(Optional<Incident> base, Optional<Incident> theirs, Optional<Incident> mine) {
        return theirs.isPresent() && mine.isPresent()
                ? Optional.of(new Merge(base, theirs.get(), mine.get()).merged())
                : theirs.or(() -> mine);
    }

    private static boolean knows(Incident later, Incident earlier) {
        return earlier.timeline().stream().noneMatch(entry -> entry.time().equals(earlier.since()))
                || later.timeline().stream().anyMatch(entry -> entry.time().equals(earlier.since()));
    }

    Incident merged() {
        if (theirs.equals(mine) || base.filter(mine::equals).isPresent()) {
            return theirs;
        }
        if (base.filter(theirs::equals).isPresent()) {
            return mine;
        }
        Incident decided = decided();
        return theirs.but(draft -> {
                    draft.state = decided.state();
                    draft.since = decided.since();
                    draft.until = decided.until();
                    draft.endSet = decided.endSet();
                    draft.scope = decided.scope();
                    draft.client = mineIfChanged(Incident::client);
                    draft.origin = mineIfChanged(Incident::origin);
                    draft.nets = nets();
                    draft.passwordHash =
                            decided.state().standing() ? mineIfChanged(Incident::passwordHash) : OptionalInt.empty();
                    draft.attempts = attempts();
                    draft.noticeDue = noticeDue(decided);
                    draft.owed = owed(decided);
                    draft.timeline = timeline();
                })
                .shortened();
    }

    // The state

    /** The one whose state holds, since when and until when. */
    private Incident decided() {
        if (same(theirs, mine)) {
            return longer(theirs, mine);
        }
        if (base.isEmpty()) {
            return later(theirs, mine);
        }
        if (same(base.get(), mine)) {
            return ranOut(theirs, mine) ? mine : theirs;
        }
        if (same(base.get(), theirs)) {
            return ranOut(mine, theirs) ? theirs : mine;
        }
        boolean theySaid = isSaid(theirs);
        if (theySaid != isSaid(mine)) {
            return theySaid ? theirs : mine;
        }
        return theySaid ? later(theirs, mine) : stronger();
    }

    /** Of two that the program has come to by itself. */
    private Incident stronger() {
        if (theirs.state() == mine.state()) {
            return longer(theirs, mine);
        }
        if (ranOut(theirs, mine)) {
            return mine;
        }
        if (ranOut(mine, theirs)) {
            return theirs;
        }
        if (theirs.state().standing() && mine.state().standing()) {
            return State.INTEREST.compare(theirs.state(), mine.state()) < 0 ? mine : theirs;
        }
        return later(theirs, mine);
    }

    private static boolean same(Incident one, Incident other) {
        return one.state() == other.state() && one.since().equals(other.since());
    }

    private static boolean isSaid(Incident incident) {
        return incident.timeline().stream()
                .anyMatch(entry -> DECISIONS.contains(entry.kind())
                        && entry.time().equals(incident.since())
                        && !entry.by().equals(Entry.SEKISHO));
    }

    /** Whether one ended by time only for its node did not know why the other goes on. */
    private boolean ranOut(Incident ended, Incident other) {
        boolean byTime = !ended.state().standing()
                && !isSaid(ended)
                && base.filter(common ->
                                common.state().standing() && !ended.since().isBefore(end(common)))
                        .isPresent();
        return byTime && other.state().standing() && ended.since().isBefore(end(other));
    }

    private static Instant end(Incident incident) {
        return incident.until().orElse(Instant.MAX);
    }

    private static Incident later(Incident one, Incident other) {
        return one.since().isBefore(other.since()) ? other : one;
    }

    /** From the first beginning to the last end. */
    private static Incident longer(Incident one, Incident other) {
        Instant since = one.since().isBefore(other.since()) ? one.since() : other.since();
        return (end(one).isBefore(end(other)) ? other : one).but(draft -> draft.since = since);
    }

    // What follows from it

    private Optional<Instant> noticeDue(Incident decided) {
        Optional<Instant> here = mine.noticeDue();
        Optional<Instant> there = theirs.noticeDue();
        if (here.equals(there)) {
            return here;
        }
        if (base.isEmpty()) {
            return same(theirs, mine) && (here.isEmpty() || there.isEmpty()) ? Optional.empty() : decided.noticeDue();
        }
        Optional<Instant> before = base.get().noticeDue();
        if (here.equals(before) || there.equals(before)) {
            Incident changed = here.equals(before) ? theirs : mine;
            // Who was told that he can go on working has to hear that he cannot.
            boolean toldLess = changed.noticeDue().isEmpty() && changed.scope() != decided.scope();
            return toldLess ? before : changed.noticeDue();
        }
        return Stream.of(here, there).flatMap(Optional::stream).min(Instant::compareTo);
    }

    /** Not any more where one of them has seen to it. */
    private Optional<Outcome> owed(Incident decided) {
        boolean owing = Stream.of(theirs, mine)
                .filter(each ->
                        each.state() == decided.state() && (each.since().equals(decided.since()) || isNew(each)))
                .allMatch(each -> each.owed().isPresent());
        return owing ? decided.owed() : Optional.empty();
    }

    private boolean isNew(Incident incident) {
        return base.filter(common -> !common.since().equals(incident.since())).isPresent();
    }

    // What was seen

    private <T> T mineIfChanged(Function<Incident, T> part) {
        T here = part.apply(mine);
        return base.filter(common -> part.apply(common).equals(here)).isPresent() ? part.apply(theirs) : here;
    }

    private List<String> nets() {
        Set<String> all = new LinkedHashSet<>(theirs.nets());
        all.addAll(mine.nets());
        return new ArrayList<>(all);
    }

    private int attempts() {
        int most = Math.max(theirs.attempts(), mine.attempts());
        return base.map(common -> Math.max(most, theirs.attempts() + mine.attempts() - common.attempts()))
                .orElse(most);
    }

    private List<Entry> timeline() {
        List<Entry> all = new ArrayList<>(theirs.timeline());
        Set<Entry> old = Set.copyOf(base.map(Incident::timeline).orElse(List.of()));
        mine.timeline().stream()
                .filter(entry -> !old.contains(entry) && !all.contains(entry))
                .toList()
                .forEach(all::add);
        all.sort(comparing(Entry::time));
        return all;
    }
}
