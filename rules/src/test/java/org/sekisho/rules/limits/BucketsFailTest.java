package org.sekisho.rules.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.policy.Mode;
import org.sekisho.smtp.Reply;
import org.sekisho.state.ReadOnlyBuckets;
import org.sekisho.state.StateException;
import org.sekisho.state.TokenBuckets;
import org.sekisho.testing.ManualTime;

/** What becomes of limits when the buckets that nodes share do not answer: this node's own decide. */
final class BucketsFailTest {
    private static final LimitsSettings ONE_A_MINUTE =
            new LimitsSettings(Map.of("connections-per-address", "1/1m", "errors-per-network", "1/1m"), Map.of());

    /** How shared buckets fail. */
    enum Failure {
        /** Nobody answers at the store's address. */
        DEAD {
            @Override
            <T> CompletionStage<T> answer(Duration limit) {
                return failed("refused");
            }
        },
        /** The store has stopped to answer. */
        SLOW {
            @Override
            <T> CompletionStage<T> answer(Duration limit) {
                return new CompletableFuture<T>()
                        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionallyCompose(late -> failed("late"));
            }
        },
        /** The store tells what it holds, which is nothing, and has no room for a bucket. */
        FULL {
            @Override
            <T> CompletionStage<T> answer(Duration limit) {
                return failed("full");
            }

            @Override
            CompletionStage<List<TokenBuckets.Taken>> look(List<TokenBuckets.Taking> takings, Duration limit) {
                return new LocalBuckets(new ManualTime(), 1).look(takings, limit);
            }
        };

        abstract <T> CompletionStage<T> answer(Duration limit);

        CompletionStage<List<TokenBuckets.Taken>> look(List<TokenBuckets.Taking> takings, Duration limit) {
            return answer(limit);
        }

        private static <T> CompletionStage<T> failed(String why) {
            return CompletableFuture.failedStage(new StateException(why));
        }
    }

    @ParameterizedTest
    @EnumSource
    void thisNodeDecides(Failure failure) {
        Gate gate = new Gate(Mode.ENFORCE, ONE_A_MINUTE, Optional.of(new Failing(failure)));

        assertThat(gate.client("192.0.2.1").connect()).isEqualTo("passes");

        assertThat(gate.client("192.0.2.1").connect()).startsWith("421 4.7.0 Too many connections");
    }

    @Test
    void whatIsChargedMeanwhileCountsHere() {
        Gate gate = new Gate(Mode.ENFORCE, ONE_A_MINUTE, Optional.of(new Failing(Failure.DEAD)));
        Gate.Client client = gate.client("192.0.2.1");
        client.connect();

        client.refused(Reply.of(550, "5.7.1", "No"));

        assertThat(gate.client("192.0.2.2").connect()).startsWith("421 4.7.0 Too many errors");
    }

    @Test
    void anExplanationUsesNothingUp() {
        Gate live = new Gate(Mode.ENFORCE, ONE_A_MINUTE);
        LocalBuckets buckets = new LocalBuckets(live.time, 100);
        Gate explaining = new Gate(Mode.ENFORCE, ONE_A_MINUTE, Optional.of(new ReadOnlyBuckets(buckets)));

        explaining.client("192.0.2.1").connect();

        assertThat(explaining.client("192.0.2.1").connect()).isEqualTo("passes");
        assertThat(buckets.count()).isZero();
    }

    private record Failing(Failure failure) implements TokenBuckets {
        @Override
        public CompletionStage<List<Taken>> take(List<Taking> takings, Duration limit) {
            return failure.answer(limit);
        }

        @Override
        public CompletionStage<List<Taken>> look(List<Taking> takings, Duration limit) {
            return failure.look(takings, limit);
        }

        @Override
        public void charge(List<Taking> takings) {}

        @Override
        public void giveBack(List<Taking> takings) {}

        @Override
        public long count() {
            return 0;
        }
    }
}
