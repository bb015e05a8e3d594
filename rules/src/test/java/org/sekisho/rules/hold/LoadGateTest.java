package org.sekisho.rules.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.greylist.GreylistSettings;
import org.sekisho.rules.hold.HeldConnections.Budget;
import org.sekisho.rules.tarpit.TarpitSettings.Leavers;
import org.sekisho.testing.Changed;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;

final class LoadGateTest {
    private static final LoadGate.Settings BUSY = new LoadGate.Settings(100, 50, Duration.ofMinutes(5));

    private final ManualTime time = new ManualTime();
    private int sessions;
    private final LoadGates gates = new LoadGates(() -> sessions);
    private final LoadGate gate = gates.of("tarpit", BUSY, time);

    @Test
    void isAlwaysOpenByDefault() {
        LoadGate always = gates.of("greylist", LoadGate.Settings.DEFAULTS, time);

        assertThat(always.read().open()).isTrue();
    }

    @Test
    void opensAboveItsThreshold() {
        assertThat(openAt(100)).isFalse();
        assertThat(openAt(101)).isTrue();
    }

    @Test
    void staysOpenBetweenTheThresholds() {
        openAt(101);
        time.advance(Duration.ofHours(1));

        assertThat(openAt(50)).isTrue();
        assertThat(openAt(49)).isFalse();
        assertThat(openAt(100)).isFalse();
    }

    @Test
    void staysOpenForItsLeastTime() {
        openAt(101);
        time.advance(Duration.ofSeconds(299));
        assertThat(openAt(0)).isTrue();
        time.advance(Duration.ofSeconds(1));

        assertThat(openAt(0)).isFalse();
    }

    @Test
    void saysWhenItChangesAndAtWhichLoad() {
        try (LogCapture log = new LogCapture(LoadGate.class.getName())) {
            openAt(101);
            openAt(102);
            time.advance(Duration.ofMinutes(5));
            openAt(3);

            assertThat(log.lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .contains("The rule tarpit acts from now on: 101 sessions are open, above 100"),
                            line -> assertThat(line)
                                    .contains("The rule tarpit rests from now on: 3 sessions are open, below 50"));
        }
    }

    @Test
    void anExplanationFindsTheGateAsItStandsAndDoesNotMoveIt() {
        LoadGate explained = gates.reading().of("tarpit", BUSY, time);
        openAt(101);
        try (LogCapture log = new LogCapture(LoadGate.class.getName())) {
            sessions = 75;
            assertThat(explained.read().open()).isTrue();
            sessions = 3;
            time.advance(Duration.ofMinutes(5));
            assertThat(explained.read().open()).isFalse();
            assertThat(log.lines()).isEmpty();
        }

        assertThat(openAt(75)).isTrue();
    }

    @Test
    @DisplayName("capability 2.15: suspects are delayed only while the load justifies it")
    void delaysOnlyWhileTheLoadJustifiesIt() {
        Barrier barrier = new Barrier()
                .tarpit(Barrier.tarpit(Who.SUSPECTS, Duration.ofSeconds(25), Leavers.GREYLIST, BUSY, Budget.DEFAULTS))
                .greylist(GreylistSettings.DEFAULTS);
        barrier.sessionsOpen = 10;
        Visit calm = barrier.from("203.0.113.7");
        assertThat(calm.asks("sender@example.net", "user@example.org").delay()).isZero();
        assertThat(calm.waits().code()).isEqualTo(250);

        barrier.sessionsOpen = 101;
        assertThat(barrier.from("203.0.113.7")
                        .asks("sender@example.net", "user@example.org")
                        .delay())
                .hasSeconds(25);
    }

    @Test
    void whoSendsWhileTheRulesRestHasShownNothing() {
        Barrier barrier = new Barrier().greylist(restful());
        barrier.tarpit(Barrier.tarpit(Who.SUSPECTS, Duration.ofSeconds(25), Leavers.DELAY, BUSY, Budget.DEFAULTS));
        for (int i = 0; i < AutoWhitelist.Settings.DEFAULTS.after(); i++) {
            Visit calm = barrier.from("203.0.113.7");
            calm.asksAndWaits("sender@example.net", "user@example.org");
            calm.sends();
            barrier.time.advance(Duration.ofHours(1));
        }
        barrier.sessionsOpen = 101;

        assertThat(barrier.from("203.0.113.7")
                        .asks("sender@example.net", "user@example.org")
                        .delay())
                .hasSeconds(25);
    }

    @Test
    void aTripletThatIsSentWhileGreylistingRestsHasNotPassed() {
        Barrier barrier = new Barrier().greylist(restful());
        Visit calm = barrier.from("203.0.113.7");
        assertThat(calm.asksAndWaits("sender@example.net", "user@example.org").code())
                .isEqualTo(250);
        calm.sends();
        barrier.sessionsOpen = 101;

        assertThat(barrier.from("203.0.113.7")
                        .asksAndWaits("sender@example.net", "user@example.org")
                        .code())
                .isEqualTo(450);
    }

    private static GreylistSettings restful() {
        return Changed.in(GreylistSettings.DEFAULTS, "load", BUSY);
    }

    private boolean openAt(int load) {
        sessions = load;
        return gate.read().open();
    }
}
