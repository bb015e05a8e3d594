package org.sekisho.rules.recipients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.rules.recipients.Hearings.UNKNOWN;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Happening.Source;
import org.sekisho.policy.Trail;
import org.sekisho.rules.recipients.Guesses.Behaviour;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Changed;
import org.sekisho.testing.ManualTime;

/** Who sends to recipients that do not exist, and why. */
final class GuessesTest {
    private static final Instant NOON = Instant.parse("2027-01-04T12:00:00Z");

    @Test
    @DisplayName("capability 0.10: many names of one domain are harvesting")
    void manyNamesOfOneDomainAreHarvesting() {
        assertThat(tried(200, i -> "name" + i + "@example.org").behaviour()).isEqualTo(Behaviour.HARVESTING);
    }

    @Test
    @DisplayName("capability 0.10: a few names of many domains each are spraying")
    void aFewNamesOfManyDomainsAreSpraying() {
        assertThat(tried(100, i -> "old" + i + "@customer" + i / 2 + ".example").behaviour())
                .isEqualTo(Behaviour.SPRAYING);
    }

    @Test
    @DisplayName("capability 0.10: one wrong address tried again and again is a sender's mistake")
    void oneWrongAddressIsAMistake() {
        assertThat(tried(50, i -> "jonh@example.org").behaviour()).isEqualTo(Behaviour.MISTAKE);
    }

    @Test
    void aListThatNobodyCleansIsAMistake() {
        assertThat(tried(90, i -> "left" + i % 15 + "@example.org").behaviour()).isEqualTo(Behaviour.MISTAKE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 100, 500, 1_000})
    void countsDifferentRecipientsAboutRight(int different) {
        int about = tried(different * 2, i -> "n" + i % different + "@example.org")
                .recipients()
                .about();

        assertThat(about).isBetween((int) (different * 0.8) - 1, (int) (different * 1.2) + 1);
    }

    @Test
    void survivesTheStore() {
        Guesses guesses = tried(500, i -> "name" + i + "@" + i + ".example");

        byte[] octets = Guesses.CODEC.encode(guesses);

        assertThat(Guesses.CODEC.decode(octets)).isEqualTo(guesses);
        assertThat(octets).hasSizeLessThanOrEqualTo(Guesses.MOST_OCTETS);
    }

    @Test
    void standsInTheTrailOfARefusal() {
        ManualTime time = new ManualTime();
        Hearings hearings = new Hearings(
                time, new MemoryStore(time), Hearings.enforced(Changed.in(RecipientSettings.DEFAULTS, "refresh", 0)));
        Hearings.Session session = hearings.from("192.0.2.1");
        for (int i = 0; i < 30; i++) {
            session.answered("guess" + i + "@example.org", UNKNOWN);
        }
        session.answered("guess0@example.org", UNKNOWN, Source.POLICY);

        assertThat(session.refusal("guess0@example.org")).isEqualTo("550 5.1.1");
        Trail trail = hearings.trails.get(0);
        assertThat(trail.entries().get(0).finding().evidence().toString())
                .contains("harvesting: 31 since 2027-01-04T12:00:00Z, about 3");
    }

    @Test
    void aNewDayBeginsWithANewCount() {
        ManualTime time = new ManualTime();
        RecipientMemory memory = new RecipientMemory(RecipientSettings.DEFAULTS, new MemoryStore(time), time);
        RecipientKey key = new RecipientKey("example.org", "a");
        memory.guessed(key, "192.0.2.0/24").toCompletableFuture().join();
        time.advance(Duration.ofHours(20));
        memory.guessed(key, "192.0.2.0/24").toCompletableFuture().join();
        time.advance(Duration.ofHours(4));
        memory.guessed(key, "192.0.2.0/24").toCompletableFuture().join();

        assertThat(memory.recall(key, "192.0.2.0/24")
                        .toCompletableFuture()
                        .join()
                        .guesses()
                        .map(Guesses::total))
                .contains(1);
    }

    private static Guesses tried(int times, IntFunction<String> address) {
        return IntStream.range(0, times)
                .mapToObj(address)
                .map(each -> RecipientKey.parse(each, false))
                .reduce(new Guesses(0, Sketch.NOTHING, Sketch.NOTHING, NOON), Guesses::and, (one, other) -> {
                    throw new IllegalStateException("one after the other");
                });
    }
}
