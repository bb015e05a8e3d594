package org.sekisho.rules.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.policy.Happening.Fault.TALKED_BEFORE_GREETING;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.policy.Mode;
import org.sekisho.rules.Placement;
import org.sekisho.rules.hold.HeldConnections.Weight;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;

/** Waiting for the greeting is paid for from the one budget of held connections (D6). */
final class EarlyTalkerRoomTest {
    private static final String NETWORK = "198.51.100.0/24";

    private final ManualTime time = new ManualTime();
    private final Talkers rule = new Talkers(Placement.of(EarlyTalker.TYPE, Mode.ENFORCE), new MemoryStore(time), time);

    @ParameterizedTest
    @CsvSource({"0, 2000", "767, 2000", "831, 1500", "895, 1000", "896, 0", "1024, 0", "5000, 0"})
    void theWaitShrinksToNothingWithTheRoomOfItsNetwork(int others, int milliseconds) {
        hold(NETWORK, others);

        assertThat(rule.client().greeting()).hasMillis(milliseconds);
    }

    @Test
    void theWaitShrinksToNothingWithTheRoomOfAll() {
        for (int i = 0; i < 32; i++) {
            hold("10.0." + i + ".0/24", 1_024);
        }

        assertThat(rule.client().greeting()).isZero();
    }

    @Test
    void whoTalksIsRefusedThoughThereWasNoRoomToWait() {
        hold(NETWORK, 1_024);
        Talkers.Talker bot = rule.client();
        bot.greeting();

        assertThat(bot.breaks(TALKED_BEFORE_GREETING).rcpt()).isEqualTo(550);
    }

    @Test
    void aClientThatWaitsForItsGreetingTakesAPlace() {
        Talkers.Talker client = rule.client();
        client.greeting();
        client.isHeld();
        assertThat(rule.held.octets()).isEqualTo(Weight.PLAIN.octets());
        client.hasWaited();

        assertThat(rule.held.octets()).isZero();
    }

    @Test
    void aPlaceIsGivenBackWithTheSession() {
        rule.client().isHeld().leaves();

        assertThat(rule.held.count()).isZero();
    }

    @Test
    void aClientThatWaitsAfterItsHandshakeCountsAsOneUnderTls() {
        Talkers.Talker client = rule.client();
        client.greeting();
        client.heloUnderTls();
        client.isHeld();

        assertThat(rule.held.octets()).isEqualTo(Weight.TLS.octets());
    }

    private void hold(String network, int others) {
        for (int i = 0; i < others; i++) {
            rule.held.take(network, Weight.PLAIN);
        }
    }
}
