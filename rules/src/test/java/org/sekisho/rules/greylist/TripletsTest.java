package org.sekisho.rules.greylist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.hold.Barrier;
import org.sekisho.rules.hold.Who;
import org.sekisho.state.Held;
import org.sekisho.testing.Changed;

/** Triplets as records: their times, their form, their bounds. */
final class TripletsTest {
    private static final Instant NOW = Instant.parse("2027-01-04T12:00:00Z");
    private static final String TO = "user@example.org";

    private final Terms terms = new Terms(GreylistSettings.DEFAULTS);

    @Test
    void aFirstTimeInTheFutureBecomesThePresent() {
        Optional<Held<Triplet>> ahead = held(Triplet.seen(NOW.plus(Duration.ofDays(900))));

        Triplet after = terms.attempt(NOW, NOW).apply(ahead).orElseThrow().value();

        assertThat(after.first()).isEqualTo(NOW);
    }

    @Test
    void anAttemptIsAPureFunction() {
        Optional<Held<Triplet>> before = held(Triplet.seen(NOW.minus(Duration.ofHours(1))));

        assertThat(terms.attempt(NOW, NOW).apply(before))
                .isEqualTo(terms.attempt(NOW, NOW).apply(before));
    }

    @Test
    void areWrittenDownInAFewOctetsAndReadAgain() {
        Triplet triplet = new Triplet(NOW, NOW.plusMillis(1_001), 2, Optional.of(NOW.plusSeconds(180)));

        assertThat(Triplet.CODEC.decode(Triplet.CODEC.encode(triplet))).isEqualTo(triplet);
        assertThat(Triplet.CODEC.encode(triplet)).hasSizeLessThan(24);
    }

    @Test
    void ofALaterVersionAreNotRead() {
        byte[] octets = Triplet.CODEC.encode(Triplet.seen(NOW));
        octets[0] = 2;

        assertThatThrownBy(() -> Triplet.CODEC.decode(octets)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void beyondItsQuotaANetworkCountsAsOneTriplet() {
        Barrier barrier = new Barrier().greylist(withQuota(10));
        for (int i = 0; i < 10; i++) {
            barrier.from("203.0.113.7").asks("sender@example.net", "user" + i + "@example.org");
        }
        assertThat(code(barrier, "203.0.113.8", "neighbour@example.net")).isEqualTo(450);
        assertThat(code(barrier, "203.0.112.8", "stranger@example.net")).isEqualTo(450);
        barrier.time.advance(Duration.ofMinutes(3));

        assertThat(code(barrier, "203.0.113.8", "neighbour@example.net")).isEqualTo(250);
        assertThat(code(barrier, "203.0.112.8", "stranger@example.net")).isEqualTo(250);
        assertThat(code(barrier, "203.0.112.8", "another@example.net")).isEqualTo(450);
    }

    private static int code(Barrier barrier, String client, String sender) {
        return barrier.from(client).asksAndWaits(sender, TO).code();
    }

    private static GreylistSettings withQuota(int mostPerNetwork) {
        return Changed.in(
                GreylistSettings.DEFAULTS,
                Map.of("who", Who.ALL, "mostRecords", 1_000, "mostPerNetwork", mostPerNetwork));
    }

    private static Optional<Held<Triplet>> held(Triplet triplet) {
        return Optional.of(new Held<>(triplet, Instant.MAX));
    }
}
