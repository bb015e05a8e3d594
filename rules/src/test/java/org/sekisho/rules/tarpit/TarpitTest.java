package org.sekisho.rules.tarpit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.greylist.GreylistSettings;
import org.sekisho.rules.hold.AutoWhitelist;
import org.sekisho.rules.hold.Barrier;
import org.sekisho.rules.hold.Visit;
import org.sekisho.rules.hold.Who;
import org.sekisho.rules.tarpit.TarpitSettings.Leavers;

/** taRgrey without what its patch got wrong. */
final class TarpitTest {
    private static final String CLIENT = "203.0.113.7";
    private static final String FROM = "sender@example.net";
    private static final String TO = "user@example.org";
    private static final Duration DELAY = Duration.ofSeconds(125);

    private final Barrier barrier = new Barrier()
            .tarpit(Barrier.tarpit(Who.SUSPECTS, DELAY, Leavers.GREYLIST))
            .greylist(Barrier.greylist(Who.SUSPECTS, Duration.ofMinutes(30), 1));

    @Test
    void aSessionWaitsOnceAndNotForEachRecipient() {
        Visit visit = barrier.from(CLIENT);
        visit.asksAndWaits(FROM, TO);

        assertThat(visit.asks(FROM, "second@example.org").delay()).isZero();
        assertThat(visit.asksAndWaits(FROM, "third@example.org").code()).isEqualTo(250);
    }

    @Test
    void aSecondMessageOfTheSessionDoesNotWait() {
        Visit visit = barrier.from(CLIENT);
        visit.asksAndWaits(FROM, TO);
        visit.sends();

        assertThat(visit.asks(FROM, TO).delay()).isZero();
    }

    @Test
    void sessionsBesideEachOtherDoNotSeeEachOthersWait() {
        Visit first = barrier.from(CLIENT);
        Visit second = barrier.from(CLIENT);
        first.asks(FROM, TO);

        assertThat(second.asks(FROM, TO).delay()).isEqualTo(DELAY);
        assertThat(second.waits().code()).isEqualTo(250);
    }

    @Test
    void aClientThatLeavesWhileItWaitsIsMarked() {
        leave();

        assertThat(marks()).isOne();
        assertThat(barrier.from(CLIENT).asks(FROM, TO).delay()).isZero();
    }

    @Test
    void theMarkIsForgottenAfterTwoDays() {
        leave();
        barrier.time.advance(Duration.ofDays(2));

        assertThat(barrier.from(CLIENT).asks(FROM, TO).delay()).isEqualTo(DELAY);
    }

    @Test
    void aDelayThatWeCutShortMarksNobody() {
        Visit visit = barrier.from(CLIENT);
        visit.asks(FROM, TO);
        visit.isCutShort();

        assertThat(marks()).isZero();
    }

    @Test
    void aClientThatLeavesAfterItsWaitIsNeitherMarkedNorCredited() {
        Visit visit = barrier.from(CLIENT);
        visit.asksAndWaits(FROM, TO);
        visit.leaves();

        assertThat(marks()).isZero();
        assertThat(credits()).isZero();
    }

    @Test
    void aDelayThatSomebodyElseAskedForMarksNobody() {
        Barrier other = new Barrier();
        other.tarpit(Barrier.tarpit(Who.SUSPECTS, DELAY, Leavers.GREYLIST));
        other.wishes = new Wishes(Map.of("example.org", Map.of("tarpit", Mode.OFF)));
        Visit visit = other.from(CLIENT);
        visit.asks(FROM, TO);
        visit.isDelayedBySomebodyElse(Duration.ofSeconds(10));
        visit.leaves();

        assertThat(other.store.count(Marks.TABLE)).isZero();
        assertThat(other.held.count()).isZero();
    }

    @Test
    void aClientThatWaitsAndThenSendsIsCreditedAndItsMarkRemoved() {
        Visit patient = barrier.from(CLIENT);
        patient.asks(FROM, TO);
        leave();
        assertThat(marks()).isOne();
        patient.waits();
        patient.beginsMessage();

        assertThat(marks()).isZero();
        assertThat(credits()).isOne();
    }

    @Test
    void fiveWaitsAnHourApartAreEnough() {
        for (int i = 0; i < 5; i++) {
            waitAndSend();
            barrier.time.advance(Duration.ofHours(1));
        }

        assertThat(barrier.from(CLIENT).asks(FROM, TO).delay()).isZero();
    }

    @Test
    void manyWaitsWithinAnHourAreNot() {
        for (int i = 0; i < 10; i++) {
            waitAndSend();
        }

        assertThat(barrier.from(CLIENT).asks(FROM, TO).delay()).isEqualTo(DELAY);
    }

    @Test
    void aClientThatIsKnownStaysKnownAsLongAsItSends() {
        for (int i = 0; i < 5; i++) {
            waitAndSend();
            barrier.time.advance(Duration.ofHours(1));
        }
        for (int i = 0; i < 3; i++) {
            barrier.time.advance(Duration.ofDays(30));
            assertThat(barrier.from(CLIENT).asks(FROM, TO).delay()).isZero();
        }
    }

    @Test
    void aDelayCutByThePolicysLimitIsNoFullWait() {
        barrier.longestDelay = Duration.ofSeconds(30);
        waitAndSend();

        assertThat(credits()).isZero();
    }

    @Test
    void aDelayCutByThePolicysLimitSparesGreylistingAllTheSame() {
        barrier.longestDelay = Duration.ofSeconds(30);
        Visit visit = barrier.from(CLIENT);
        assertThat(visit.asksAndWaits(FROM, TO).code()).isEqualTo(250);

        assertThat(visit.asksAndWaits(FROM, "second@example.org").code()).isEqualTo(250);
    }

    @Test
    void theTrailTellsHowOftenTheClientHasWaitedAndHowOftenIsEnough() {
        waitAndSend();
        barrier.time.advance(Duration.ofHours(1));
        waitAndSend();
        barrier.from(CLIENT).asks(FROM, TO);

        assertThat(barrier.evidence()).contains("shown=2 of 5", "room=100 % of the delay");
    }

    @Test
    void aRecipientWhoDoesNotWantItIsNotWaitedFor() {
        barrier.wishes = new Wishes(Map.of("example.jp", Map.of("tarpit", Mode.OFF, "greylist", Mode.OFF)));
        Visit visit = barrier.from(CLIENT);

        assertThat(visit.asks(FROM, "user@example.jp").delay()).isZero();
        assertThat(visit.asks(FROM, TO).delay()).isEqualTo(DELAY);
    }

    @Test
    void cannotStandAtData() {
        assertThat(List.of(Point.values()).stream()
                        .filter(point -> Tarpit.TYPE.needs().isAssignableFrom(point.stage())))
                .containsExactly(Point.RECIPIENT);
    }

    @Test
    void watchingDelaysNobodyAndSaysThatTheOutcomeIsUnknown() {
        barrier.tarpit(Mode.OBSERVE, TarpitSettings.DEFAULTS).greylist(Mode.OFF, GreylistSettings.DEFAULTS);
        Visit visit = barrier.from(CLIENT);

        assertThat(visit.asks(FROM, TO).delay()).isZero();
        assertThat(barrier.trails)
                .singleElement()
                .satisfies(trail -> assertThat(
                                trail.entries().get(0).finding().evidence().toString())
                        .contains("would have waited", "25 s, outcome unknown"));
        assertThat(barrier.held.count()).isZero();
        visit.leaves();
        assertThat(marks()).isZero();
    }

    @Test
    void watchingCreditsMailThatIsTakenSoThatNobodyKnownWaitsLater() {
        barrier.tarpit(Mode.OBSERVE, TarpitSettings.DEFAULTS).greylist(Mode.OBSERVE, GreylistSettings.DEFAULTS);
        for (int i = 0; i < 5; i++) {
            waitAndSend();
            barrier.time.advance(Duration.ofHours(1));
        }
        barrier.tarpit(TarpitSettings.DEFAULTS).greylist(GreylistSettings.DEFAULTS);

        assertThat(barrier.from(CLIENT).asks(FROM, TO).delay()).isZero();
        assertThat(barrier.from(CLIENT).asksAndWaits(FROM, TO).code()).isEqualTo(250);
    }

    private void waitAndSend() {
        Visit visit = barrier.from(CLIENT);
        visit.asksAndWaits(FROM, TO);
        visit.sends();
    }

    private void leave() {
        Visit visit = barrier.from(CLIENT);
        visit.asks(FROM, TO);
        visit.leaves();
    }

    private long marks() {
        return barrier.store.count(Marks.TABLE);
    }

    private long credits() {
        return barrier.store.count(AutoWhitelist.TABLE);
    }
}
