package org.sekisho.rules.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.policy.Mode;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.rules.greylist.GreylistSettings;
import org.sekisho.rules.hold.HeldConnections.Budget;
import org.sekisho.rules.hold.HeldConnections.Place;
import org.sekisho.rules.hold.HeldConnections.Weight;
import org.sekisho.rules.tarpit.TarpitSettings.Leavers;

final class HeldConnectionsTest {
    private static final String FROM = "sender@example.net";
    private static final String TO = "user@example.org";
    /** 128 connections in clear text. */
    private static final Budget SMALL = new Budget(1, 1);

    private final Barrier barrier = new Barrier()
            .tarpit(Barrier.tarpit(
                    Who.SUSPECTS, Duration.ofSeconds(100), Leavers.GREYLIST, LoadGate.Settings.DEFAULTS, SMALL))
            .greylist(GreylistSettings.DEFAULTS);

    @ParameterizedTest
    @CsvSource({"0, 100", "95, 100", "111, 50", "119, 25", "126, 3", "127, 0", "128, 0", "200, 0"})
    void delaysShrinkFromThreeQuartersOfTheBudgetToNothingAtItsEnd(int others, int seconds) {
        hold(others);

        assertThat(barrier.from("203.0.113.7").asks(FROM, TO).delay().toSeconds())
                .isEqualTo(seconds);
    }

    @Test
    void greylistingTakesOverWhereThereIsNoRoom() {
        hold(128);

        assertThat(barrier.from("203.0.113.7").asksAndWaits(FROM, TO).code()).isEqualTo(450);
    }

    @Test
    void greylistingTakesOverFromADelayThatIsShortened() {
        hold(119);
        Visit visit = barrier.from("203.0.113.7");
        assertThat(visit.asks(FROM, TO).delay()).hasSeconds(25);
        assertThat(visit.waits().code()).isEqualTo(450);

        assertThat(visit.asksAndWaits(FROM, "second@example.org").code()).isEqualTo(450);
    }

    @Test
    void aFullDelaySparesGreylistingAlsoWhenTheRoomHasGoneMeanwhile() {
        Visit visit = barrier.from("203.0.113.7");
        visit.asksAndWaits(FROM, TO);
        hold(128);

        assertThat(visit.asksAndWaits(FROM, "second@example.org").code()).isEqualTo(250);
    }

    @Test
    void theTrailTellsHowMuchRoomThereIs() {
        hold(119);
        barrier.from("203.0.113.7").asks(FROM, TO);

        assertThat(barrier.evidence())
                .contains("room=25 % of the delay", "shortened from=100 s", "held connections=119")
                .contains("held octets=974848 of 1048576", "held octets of its network=0 of 1048576")
                .contains("load=it acts under any load");
    }

    @Test
    void theTrailTellsWhyThereIsNoRoom() {
        hold(128);
        barrier.from("203.0.113.7").asks(FROM, TO);

        assertThat(barrier.evidence())
                .contains("room=0 % of the delay", "held connections=128", "held octets=1048576 of 1048576");
    }

    @Test
    void theTarpitNeverTakesOverForGreylisting() {
        barrier.greylist(Mode.OFF, GreylistSettings.DEFAULTS);
        hold(128);

        assertThat(barrier.from("203.0.113.7").asksAndWaits(FROM, TO).code()).isEqualTo(250);
    }

    @Test
    void aConnectionUnderTlsCostsMore() {
        hold(95);

        assertThat(barrier.from("203.0.113.7").underTls().asks(FROM, TO).delay())
                .isLessThan(Duration.ofSeconds(100));
    }

    @Test
    void oneNetworkCannotUseUpTheBudgetOfAll() {
        Barrier roomy = new Barrier()
                .tarpit(Barrier.tarpit(
                        Who.SUSPECTS,
                        Duration.ofSeconds(100),
                        Leavers.GREYLIST,
                        LoadGate.Settings.DEFAULTS,
                        new Budget(10, 1)));
        for (int i = 0; i < 128; i++) {
            roomy.from("203.0.113." + i).asks(FROM, TO);
            roomy.held.take("203.0.113.0/24", Weight.PLAIN);
        }

        assertThat(roomy.from("203.0.113.7").asks(FROM, TO).delay()).isZero();
        assertThat(roomy.from("203.0.112.7").asks(FROM, TO).delay()).hasSeconds(100);
    }

    @Test
    void aPlaceIsGivenBackAtOnceWhenTheClientLeaves() {
        Visit visit = barrier.from("203.0.113.7");
        visit.asks(FROM, TO);
        assertThat(barrier.held.octets()).isEqualTo(Weight.PLAIN.octets());
        visit.leaves();

        assertThat(barrier.held.octets()).isZero();
        assertThat(barrier.held.networks()).isZero();
    }

    @Test
    void aPlaceIsGivenBackWhenTheWaitIsOver() {
        barrier.from("203.0.113.7").underTls().asksAndWaits(FROM, TO);

        assertThat(barrier.held.count()).isZero();
        assertThat(barrier.held.octets()).isZero();
    }

    @Test
    void aPlaceCannotBeGivenBackTwice() {
        HeldConnections connections = new HeldConnections();
        Place place = connections.take("203.0.113.0/24", Weight.PLAIN);
        place.free();
        place.free();

        assertThat(connections.octets()).isZero();
    }

    @Test
    void theDefaultBudgetHasRoomForFifteenThousandAndGetsAllOfItBack() {
        Barrier busy = new Barrier().tarpit(Barrier.tarpit(Who.SUSPECTS, Duration.ofSeconds(25), Leavers.GREYLIST));
        PolicyJudge judge = busy.judge();
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < 15_000; i++) {
            Visit visit = busy.from("10." + (i / 10_000) + "." + (i / 100 % 100) + "." + (i % 100), judge);
            assertThat(visit.asks(FROM, TO).delay()).hasSeconds(25);
            visits.add(visit);
        }

        assertThat(busy.held.count()).isEqualTo(15_000);
        visits.forEach(Visit::leaves);
        assertThat(busy.held.count()).isZero();
    }

    private void hold(int others) {
        for (int i = 0; i < others; i++) {
            barrier.held.take("192.0." + (i % 200) + ".0/24", Weight.PLAIN);
        }
    }
}
