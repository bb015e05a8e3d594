package org.sekisho.rules.recipients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.rules.recipients.Hearings.OK;
import static org.sekisho.rules.recipients.Hearings.UNKNOWN;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.smtp.Reply;
import org.sekisho.state.Held;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.RecordWriter;
import org.sekisho.testing.Changed;
import org.sekisho.testing.ManualTime;

/** What operators can do with the memory, and its bounds. */
final class RecipientMemoryTest {
    private final ManualTime time = new ManualTime();
    private final MemoryStore store = new MemoryStore(time);
    private final RecipientMemory memory = memory(RecipientSettings.DEFAULTS);

    private RecipientMemory memory(RecipientSettings settings) {
        return new RecipientMemory(settings, store, time);
    }

    @Test
    void showsWhatTheMailServerSaidAndWhen() {
        learn(memory, "a@example.org", UNKNOWN, "192.0.2.0/24");

        assertThat(now(memory.find("a@Example.ORG")))
                .contains(new Held<>(
                        new Remembered(false, time.instant(), 0), time.instant().plus(Duration.ofHours(1))));
        assertThat(now(memory.find("b@example.org"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 30})
    void aRefusalThatComesMeanwhileIsNewer(int othersTaken) {
        for (int i = 0; i < othersTaken; i++) {
            learn(memory, "other" + i + "@example.org", OK, "192.0.2.0/24");
        }
        BetweenTrips trips = new BetweenTrips(store, () -> learn(memory, "a@example.org", UNKNOWN, "192.0.2.0/24"));

        learn(new RecipientMemory(RecipientSettings.DEFAULTS, trips, time), "a@example.org", OK, "192.0.2.0/24");

        assertThat(now(memory.find("a@example.org")).orElseThrow().value().exists())
                .isFalse();
    }

    @Test
    void remembersForAWeekWhomTheMailServerTakes() {
        learn(memory, "a@example.org", OK, "192.0.2.0/24");

        assertThat(now(memory.find("a@example.org")).map(Held::expires))
                .contains(time.instant().plus(Duration.ofDays(7)));
    }

    @Test
    void aRecipientInUseIsNotForgotten() {
        for (int day = 0; day < 30; day++) {
            learn(memory, "a@example.org", OK, "192.0.2.0/24");
            time.advance(Duration.ofDays(1));
        }

        assertThat(now(memory.find("a@example.org"))).isPresent();
    }

    @Test
    void purgesAnAddress() {
        fill();

        assertThat(now(memory.purgeAddress("user7@example.org"))).isEqualTo(1);
        assertThat(now(memory.purgeAddress("user7@example.org"))).isZero();
        assertThat(now(memory.find("user7@example.org"))).isEmpty();
        assertThat(now(memory.find("user8@example.org"))).isPresent();
    }

    @Test
    void purgesADomainAndNoOtherOne() {
        fill();

        now(memory.purgeDomain("Example.ORG").thenApply(Optional::ofNullable));

        assertThat(now(memory.find("user7@example.org"))).isEmpty();
        assertThat(now(memory.recall(key("user7@example.org"), "192.0.2.0/24")).unknown())
                .isFalse();
        assertThat(now(memory.find("user7@mail.example.org"))).isPresent();
    }

    /** As other nodes have it, which made the record before, and with other settings. */
    @Test
    void aPurgeHoldsForWhoeverSharesTheStore() {
        RecipientMemory other = memory(RecipientSettings.DEFAULTS);
        learn(other, "new@example.org", UNKNOWN, "192.0.2.0/24");

        purge("example.org");

        assertThat(now(other.recall(key("new@example.org"), "192.0.2.0/24")).unknown())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsLearntAfterAPurgeCounts(boolean exists) {
        learn(memory, "new@example.org", UNKNOWN, "192.0.2.0/24");
        purge("example.org");

        learn(memory, "new@example.org", exists ? OK : UNKNOWN, "192.0.2.0/24");

        assertThat(now(memory.find("new@example.org")).orElseThrow().value().exists())
                .isEqualTo(exists);
        purge("example.org");
        assertThat(now(memory.find("new@example.org"))).isEmpty();
    }

    /** Its number is that of a time: a second one, when the first is forgotten, is not taken for it. */
    @Test
    void aPurgeAfterTheOneBeforeWasForgottenPurgesToo() {
        purge("example.org");
        time.advance(Duration.ofDays(90).minusHours(1));
        learn(memory, "new@example.org", OK, "192.0.2.0/24");
        time.advance(Duration.ofHours(2));

        purge("example.org");

        assertThat(now(memory.find("new@example.org"))).isEmpty();
    }

    @Test
    void twoPurgesInOneSecondAreTwo() {
        purge("example.org");
        learn(memory, "new@example.org", UNKNOWN, "192.0.2.0/24");

        purge("example.org");

        assertThat(now(memory.find("new@example.org"))).isEmpty();
    }

    /** A purge that comes between the mail server's answer and its being learnt: it is asked again. */
    @Test
    void anAnswerFromBeforeAPurgeDoesNotOutliveIt() {
        BetweenTrips trips = new BetweenTrips(store, () -> purge("example.org"));

        learn(new RecipientMemory(RecipientSettings.DEFAULTS, trips, time), "a@example.org", UNKNOWN, "192.0.2.0/24");

        assertThat(now(memory.find("a@example.org"))).isEmpty();
    }

    /** Older proxies on the same store can read them, and those that older ones wrote are read. */
    @Test
    void recordsOfADomainThatWasNeverPurgedAreAsTheyWere() {
        byte[] asBefore = new RecordWriter(1).flag(true).number(1_800_000_000L).octets();
        Remembered value = new Remembered(true, Instant.ofEpochSecond(1_800_000_000L), 0);

        assertThat(Remembered.CODEC.encode(value)).isEqualTo(asBefore);
        assertThat(Remembered.CODEC.decode(asBefore)).isEqualTo(value);
    }

    @Test
    void aGenerationIsReadAsItWasWritten() {
        Remembered value = new Remembered(false, Instant.ofEpochSecond(1_800_000_000L), 1_800_000_001L);

        assertThat(Remembered.CODEC.encode(value)).hasSizeLessThanOrEqualTo(Remembered.MOST_OCTETS);
        assertThat(Remembered.CODEC.decode(Remembered.CODEC.encode(value))).isEqualTo(value);
    }

    @Test
    void purgesEverything() {
        fill();

        assertThat(now(memory.purgeAll())).isEqualTo(6_000);
        assertThat(memory.stats()).isEqualTo(new RecipientMemory.Stats(0, 200_000, 0, 0));
    }

    @Test
    void oneNetworkCannotFillTheMemory() {
        RecipientMemory small =
                memory(Changed.in(RecipientSettings.DEFAULTS, Map.of("records", 1_000, "recordsPerNetwork", 10)));
        for (int i = 0; i < 100; i++) {
            learn(small, "guess" + i + "@example.org", UNKNOWN, "192.0.2.0/24");
        }
        learn(small, "guess99@example.org", UNKNOWN, "198.51.100.0/24");

        assertThat(small.stats().recipients()).isEqualTo(11);
        assertThat(now(small.find("guess99@example.org"))).isPresent();
    }

    @Test
    void aNetworkBeyondItsQuotaStillCorrectsWhatIsRemembered() {
        RecipientMemory small =
                memory(Changed.in(RecipientSettings.DEFAULTS, Map.of("records", 1_000, "recordsPerNetwork", 2)));
        learn(small, "a@example.org", UNKNOWN, "192.0.2.0/24");
        learn(small, "b@example.org", UNKNOWN, "192.0.2.0/24");

        learn(small, "a@example.org", OK, "192.0.2.0/24");

        assertThat(now(small.find("a@example.org")).orElseThrow().value().exists())
                .isTrue();
    }

    private void fill() {
        for (int i = 0; i < 3_000; i++) {
            learn(memory, "user" + i + "@example.org", UNKNOWN, "192.0." + i % 5 + ".0/24");
            learn(memory, "user" + i + "@mail.example.org", UNKNOWN, "192.0." + i % 5 + ".0/24");
        }
    }

    private void purge(String domain) {
        now(memory.purgeDomain(domain).thenApply(Optional::ofNullable));
    }

    private RecipientKey key(String address) {
        return memory.key(Hearings.mailbox(address));
    }

    private static void learn(RecipientMemory memory, String address, Reply reply, String network) {
        now(memory.learn(memory.key(Hearings.mailbox(address)), reply, network).thenApply(Optional::ofNullable));
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
