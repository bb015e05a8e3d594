package org.sekisho.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.account.Acquaintance.Outcome;
import org.sekisho.rules.incident.Entry.Kind;
import org.sekisho.rules.incident.IncidentSettings.Response;

/** What becomes of an incident that two nodes have changed, each without knowing of the other. */
class MergeTest {
    private static final Instant BEGUN = Instant.parse("2027-01-04T12:00:00Z");
    private static final String BEN = "ben";

    private final Incident fresh = new IncidentDraft("kami-ruteso", "taro@example.jp", BEGUN)
            .incident()
            .with(BEGUN, Kind.ALARM, "countries: seen", Entry.SEKISHO);
    private final Incident waiting = after(0).asking(fresh, "");
    private final Incident restricted = after(0).defendedAtLeast(fresh, "for the net countries");

    /** The course of things so many hours after the beginning. */
    private static Course after(double hours) {
        Duration passed = Duration.ofSeconds(Math.round(hours * 3600));
        return new Course(Watchtower.settings(Response.RESTRICT, Scope.NEW_ORIGINS, true), BEGUN.plus(passed));
    }

    private static Incident merged(Incident base, Incident theirs, Incident mine) {
        return new Merge(Optional.of(base), theirs, mine).merged();
    }

    private static Incident attempted(Incident incident, double hours, String what) {
        return after(hours).attempted(incident, what, true);
    }

    // What was seen

    @Test
    void countsTheAttemptsOfBoth() {
        Incident base = attempted(restricted, 1, "one");

        Incident merged = merged(base, attempted(base, 2, "two"), attempted(attempted(base, 3, "three"), 4, "four"));

        assertThat(merged.attempts()).isEqualTo(4);
    }

    @Test
    void hasTheLinesOfBothInTheOrderOfTime() {
        Incident base = attempted(restricted, 1, "one");

        Incident merged = merged(base, attempted(base, 3, "three"), attempted(base, 2, "two"));

        assertThat(merged.timeline())
                .filteredOn(entry -> entry.kind() == Kind.ATTEMPT)
                .extracting(Entry::text)
                .containsExactly("one", "two", "three");
    }

    @Test
    void hasNoMoreLinesThanThereIsRoomFor() {
        Incident mine = restricted;
        Incident theirs = restricted;
        for (int i = 0; i < Incident.MOST_ENTRIES; i++) {
            mine = mine.with(BEGUN.plusSeconds(2L * i), Kind.NOTE, "mine " + i, BEN);
            theirs = theirs.with(BEGUN.plusSeconds(2L * i + 1), Kind.NOTE, "theirs " + i, BEN);
        }

        Incident merged = merged(restricted, theirs, mine);

        assertThat(merged.timeline()).hasSize(Incident.MOST_ENTRIES);
        assertThat(merged.first(Kind.DEFENDED)).isPresent();
        assertThat(merged.last(Kind.NOTE).map(Entry::text)).contains("theirs 49");
    }

    @Test
    void isWhatTheOtherHasMadeOfItWhereNothingIsNewHere() {
        Incident theirs = after(1).released(restricted, "she has called", BEN);

        assertThat(merged(restricted, theirs, restricted)).isEqualTo(theirs);
        assertThat(merged(restricted, restricted, theirs)).isEqualTo(theirs);
    }

    // Decisions

    @Test
    void staysReleasedByAnOperatorWhoseOtherNodeHasSeenAttempts() {
        Incident theirs = after(1).released(restricted, "she has called", BEN);

        Incident merged = merged(restricted, theirs, attempted(restricted, 2, "a login"));

        assertThat(merged.state()).isEqualTo(State.RELEASED);
        assertThat(merged.until()).isEqualTo(theirs.until());
        assertThat(merged.attempts()).isOne();
    }

    @Test
    void isAsAnOperatorHasSaidAndNotAsTheProgramHasDecidedLater() {
        Incident theirs = after(1).dismissed(waiting, "she is travelling", BEN);
        Incident mine = after(2).defendedAtLeast(waiting, "for the net messages");

        assertThat(merged(waiting, theirs, mine).state()).isEqualTo(State.DISMISSED);
        assertThat(merged(waiting, mine, theirs).state()).isEqualTo(State.DISMISSED);
    }

    @Test
    void isAsTheLaterOfTwoOperatorsHasSaid() {
        Incident theirs = after(2).released(restricted, "she has called", BEN);
        Incident mine = after(1).defended(restricted, Optional.of(Duration.ofDays(3)), Scope.ALL, "to be sure", "ann");

        assertThat(merged(restricted, theirs, mine).state()).isEqualTo(State.RELEASED);
        assertThat(merged(restricted, mine, theirs).state()).isEqualTo(State.RELEASED);
    }

    @Test
    void isRestrictedWhereOnlyOneOfBothHasWaited() {
        Incident theirs = after(1).asking(after(1).watching(fresh), "");
        Incident mine = after(2).defendedAtLeast(after(2).watching(fresh), "for the net messages");

        assertThat(merged(fresh, theirs, mine).state()).isEqualTo(State.DEFENDED);
        assertThat(merged(fresh, mine, theirs).state()).isEqualTo(State.DEFENDED);
    }

    @Test
    void lastsFromTheFirstBeginningToTheLastEndIfBothHaveBegunIt() {
        Incident theirs = after(1).defendedAtLeast(waiting, "for the net messages");
        Incident mine = after(2).defendedAtLeast(waiting, "for the net countries");

        Incident merged = merged(waiting, theirs, mine);

        assertThat(merged.since()).isEqualTo(theirs.since());
        assertThat(merged.until()).isEqualTo(mine.until());
    }

    // Time

    @Test
    void lastsAsLongAsTheOneThatHasSeenTheLaterAttemptSays() {
        Incident theirs = attempted(restricted, 5, "a login");
        Incident mine = attempted(restricted, 3, "another one");

        assertThat(merged(restricted, theirs, mine).until()).isEqualTo(theirs.until());
        assertThat(merged(restricted, mine, theirs).until()).isEqualTo(theirs.until());
    }

    @Test
    void goesOnIfItHasEndedByTimeOnlyWhereTheAttemptsWereNotSeen() {
        Incident theirs = after(24).ended(restricted);
        Incident mine = attempted(restricted, 23, "a login");
        assertThat(theirs.state()).isEqualTo(State.RELEASED);

        Incident merged = merged(restricted, theirs, mine);

        assertThat(merged.state()).isEqualTo(State.DEFENDED);
        assertThat(merged.until()).isEqualTo(mine.until());
        assertThat(merged.owed()).isEmpty();
    }

    @Test
    void hasEndedByAPasswordChangeAlsoIfAttemptsWereSeenElsewhere() {
        Incident theirs = after(3).passwordChanged(restricted);

        assertThat(merged(restricted, theirs, attempted(restricted, 4, "a login"))
                        .state())
                .isEqualTo(State.RELEASED);
    }

    /** The master that had the release has died before its replica. */
    @Test
    void isNotTakenBackByAStoreThatHasLostIt() {
        Incident released = after(1).released(restricted, "she has called", BEN);

        assertThat(merged(released, restricted, released).state()).isEqualTo(State.RELEASED);
        assertThat(merged(released, restricted, after(2).attempted(released, "a login", true))
                        .state())
                .isEqualTo(State.RELEASED);
    }

    // What is owed

    @Test
    void owesNoNoticeThatTheOtherHasSent() {
        assertThat(restricted.noticeDue()).isPresent();
        Incident theirs = restricted.but(draft -> draft.noticeDue = Optional.empty());

        assertThat(merged(restricted, theirs, attempted(restricted, 1, "a login"))
                        .noticeDue())
                .isEmpty();
    }

    @Test
    void owesANoticeToWhomTheOtherHasToldThatHeCanGoOnWorking() {
        Incident theirs = restricted.but(draft -> draft.noticeDue = Optional.empty());
        Incident mine = after(1).defended(restricted, Optional.empty(), Scope.ALL, "to be sure", BEN);

        assertThat(merged(restricted, theirs, mine).noticeDue()).isPresent();
    }

    @Test
    void owesNobodyAnEndThatTheOtherHasTold() {
        Incident released = after(1).released(restricted, "she has called", BEN);
        assertThat(released.owed()).contains(Outcome.RELEASED);
        Incident theirs = released.but(draft -> draft.owed = Optional.empty());

        assertThat(merged(released, theirs, after(2).attempted(released, "a login", true))
                        .owed())
                .isEmpty();
    }

    @Test
    void owesTheEndOnceIfItHasEndedForBoth() {
        Incident theirs = after(24).ended(restricted).but(draft -> draft.owed = Optional.empty());
        Incident mine = after(24.1).ended(restricted);

        assertThat(merged(restricted, theirs, mine).owed()).isEmpty();
    }
}
