package org.sekisho.rules.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.smtp.Reply;
import org.sekisho.state.StateException;
import org.sekisho.state.TokenBuckets;
import org.sekisho.state.TokenBuckets.Allowance;
import org.sekisho.state.TokenBuckets.Taken;
import org.sekisho.state.TokenBuckets.Taking;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;

/** Of a cluster one master is away, and the buckets that it has: only those are counted on this node. */
final class OneMasterAwayTest {
    private static final Allowance TEN = new Allowance(10, Duration.ofDays(1), 10);
    private static final Duration LIMIT = Duration.ofMillis(200);
    private static final String ITS = "192.0.2.1";
    private static final String ANOTHERS = "198.51.100.1";

    private final ManualTime time = new ManualTime();
    private final LocalBuckets own = new LocalBuckets(time, 100);
    private final Masters masters = new Masters(new LocalBuckets(time, 100));
    private final TokenBuckets buckets = new LocalOnFailure(masters, own, time);

    private void take(String... keys) {
        assertThat(buckets.take(takings(keys), LIMIT).toCompletableFuture().join())
                .hasSize(keys.length)
                .allMatch(Taken::taken);
    }

    private static List<Taking> takings(String... keys) {
        return Arrays.stream(keys).map(key -> new Taking(key, TEN, 1)).toList();
    }

    private static long left(TokenBuckets where, String key) {
        return where.look(takings(key), LIMIT)
                .toCompletableFuture()
                .join()
                .get(0)
                .left();
    }

    @Test
    void whatTheOthersHaveIsTakenThereAndOnce() {
        masters.away = true;

        take(ITS, ANOTHERS);

        assertThat(left(own, ITS)).isEqualTo(9);
        assertThat(left(own, ANOTHERS)).isEqualTo(10);
        assertThat(left(masters.held, ANOTHERS)).isEqualTo(9);
    }

    @Test
    void answersComeInTheOrderOfTheQuestions() {
        masters.away = true;
        take(ANOTHERS);

        assertThat(buckets.look(takings(ANOTHERS, ITS, ANOTHERS), LIMIT)
                        .toCompletableFuture()
                        .join())
                .extracting(Taken::left)
                .containsExactly(9L, 10L, 9L);
    }

    @Test
    void givesBackWhereItWasTaken() {
        masters.away = true;
        take(ITS, ANOTHERS);

        buckets.giveBack(takings(ANOTHERS, ITS));

        assertThat(left(own, ITS)).isEqualTo(10);
        assertThat(left(masters.held, ANOTHERS)).isEqualTo(10);
    }

    @Test
    void chargesWhereItWasAsked() {
        masters.away = true;
        left(buckets, ITS);
        left(buckets, ANOTHERS);

        buckets.charge(takings(ITS, ANOTHERS));

        assertThat(left(own, ITS)).isEqualTo(9);
        assertThat(left(own, ANOTHERS)).isEqualTo(10);
        assertThat(left(masters.held, ANOTHERS)).isEqualTo(9);
    }

    @Test
    void chargesAnOutagesNewBucketsWhereTheyWouldAnswer() {
        masters.away = true;
        take(ITS + " connections");

        buckets.charge(takings(ITS + " errors", ANOTHERS + " errors"));

        assertThat(left(own, ITS + " errors")).isEqualTo(9);
        assertThat(left(own, ANOTHERS + " errors")).isEqualTo(10);
        assertThat(left(masters.held, ANOTHERS + " errors")).isEqualTo(9);
    }

    @Test
    void chargesThereAgainAsSoonAsItHasAnswered() {
        masters.away = true;
        take(ITS);
        masters.away = false;
        take(ITS);

        buckets.charge(takings(ITS));

        assertThat(left(masters.held, ITS)).isEqualTo(8);
        assertThat(left(own, ITS)).isEqualTo(9);
    }

    @Test
    void aClientWhoseBucketIsThereIsLimitedByAllNodesAndAnotherOneByThisNode() {
        LimitsSettings settings = new LimitsSettings(Map.of("errors-per-address", "1/1h"), Map.of());
        masters.away = true;
        Gate gate = new Gate(Mode.ENFORCE, settings, Optional.of(masters));
        Gate another = new Gate(Mode.ENFORCE, settings, Optional.of(masters));
        for (String address : List.of(ITS, ANOTHERS)) {
            Gate.Client client = gate.client(address);
            client.connect();
            client.refused(Reply.of(550, "5.7.1", "No"));
        }

        assertThat(gate.client(ITS).connect()).startsWith("421");
        assertThat(gate.client(ANOTHERS).connect()).startsWith("421");
        assertThat(another.client(ITS).connect()).isEqualTo("passes");
        assertThat(another.client(ANOTHERS).connect()).startsWith("421");
    }

    @Test
    void theLogHasOneLineAtTheBeginningAndOneAfterAMinuteWithout() {
        try (LogCapture log = new LogCapture(LocalOnFailure.class.getName())) {
            masters.away = true;
            for (int second = 0; second < 120; second++) {
                left(buckets, ITS);
                left(buckets, ANOTHERS);
                time.advance(Duration.ofSeconds(1));
            }
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("away");

            masters.away = false;
            for (int second = 0; second < 120; second++) {
                left(buckets, ITS);
                left(buckets, ANOTHERS);
                time.advance(Duration.ofSeconds(1));
            }
            assertThat(log.lines()).hasSize(2).last().asString().startsWith("INFO");
        }
    }

    /** Buckets of which those of one client are on a master that may be away. */
    private static final class Masters implements TokenBuckets {
        final LocalBuckets held;
        boolean away;

        Masters(LocalBuckets held) {
            this.held = held;
        }

        private boolean fails(List<Taking> takings) {
            return away && takings.stream().anyMatch(taking -> taking.key().contains(ITS));
        }

        /** As buckets in Redis do: those that can be reached have acted when another one fails. */
        private CompletionStage<List<Taken>> answer(List<Taking> takings, CompletionStage<List<Taken>> reached) {
            return fails(takings) ? CompletableFuture.failedStage(new StateException("It is away")) : reached;
        }

        private List<Taking> reached(List<Taking> takings) {
            return takings.stream().filter(taking -> !fails(List.of(taking))).toList();
        }

        @Override
        public CompletionStage<List<Taken>> take(List<Taking> takings, Duration limit) {
            return answer(takings, held.take(reached(takings), limit));
        }

        @Override
        public CompletionStage<List<Taken>> look(List<Taking> takings, Duration limit) {
            return answer(takings, held.look(reached(takings), limit));
        }

        @Override
        public void charge(List<Taking> takings) {
            held.charge(reached(takings));
        }

        @Override
        public void giveBack(List<Taking> takings) {
            held.giveBack(reached(takings));
        }

        @Override
        public long count() {
            return held.count();
        }
    }
}
