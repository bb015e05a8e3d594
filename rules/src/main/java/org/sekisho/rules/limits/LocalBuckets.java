package org.sekisho.rules.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.TokenBuckets;

/**
 * The buckets of this node, in memory: about 300 octets each. Under a flood of keys that are used once, those that are
 * used again and again stay.
 */
public final class LocalBuckets implements TokenBuckets {
    /** About 30 MB when all are in use. */
    public static final int DEFAULT_MOST = 100_000;

    private final SteadyClock clock;
    /** Few: as many as there are limits. */
    private final Map<Allowance, BucketConfiguration> configurations = new ConcurrentHashMap<>();

    private final Cache<String, Bucket> buckets;

    /**
     * @param most how many buckets are kept at once
     */
    public LocalBuckets(InstantSource clock, int most) {
        this.clock = new SteadyClock(clock);
        buckets = Caffeine.newBuilder()
                .maximumSize(most)
                .ticker(this.clock::nanos)
                .executor(Runnable::run)
                .expireAfter(Expiry.writing((String key, Bucket bucket) -> Duration.ofNanos(bucket.untilFull)))
                .build();
    }

    private static final class Bucket {
        final BucketState state;
        long untilFull;

        Bucket(BucketState state) {
            this.state = state;
        }
    }

    private enum Act {
        TAKE,
        LOOK,
        CHARGE,
        GIVE_BACK
    }

    @Override
    public CompletionStage<List<Taken>> take(List<Taking> takings, Duration limit) {
        return CompletableFuture.completedFuture(each(takings, Act.TAKE));
    }

    @Override
    public CompletionStage<List<Taken>> look(List<Taking> takings, Duration limit) {
        return CompletableFuture.completedFuture(each(takings, Act.LOOK));
    }

    @Override
    public void charge(List<Taking> takings) {
        each(takings, Act.CHARGE);
    }

    @Override
    public void giveBack(List<Taking> takings) {
        each(takings, Act.GIVE_BACK);
    }

    @Override
    public long count() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private List<Taken> each(List<Taking> takings, Act act) {
        return takings.stream().map(taking -> new Step(taking, act).run()).toList();
    }

    /** One act on one bucket; the cache lets nobody else at it meanwhile. */
    private final class Step {
        private final Taking taking;
        private final Act act;
        private final long now = clock.nanos();
        private Taken answer = new Taken(false, 0, Duration.ZERO);

        Step(Taking taking, Act act) {
            this.taking = taking;
            this.act = act;
        }

        Taken run() {
            boolean changes = act == Act.TAKE || act == Act.CHARGE;
            if (!changes && buckets.getIfPresent(taking.key()) == null) {
                long burst = taking.allowance().burst();
                return new Taken(burst >= taking.tokens(), burst, Duration.ZERO);
            }
            buckets.asMap().compute(taking.key(), (key, bucket) -> on(bucket));
            return answer;
        }

        /** What is kept: nothing for a bucket that is full, as a new one would be the same. */
        private @Nullable Bucket on(@Nullable Bucket held) {
            Bucket bucket = held == null ? full() : held;
            BucketState state = bucket.state;
            state.refillAllBandwidth(now);
            long left = state.getAvailableTokens();
            boolean enough = left >= taking.tokens();
            answer = new Taken(enough, left, enough ? Duration.ZERO : until(state));
            switch (act) {
                case LOOK -> {}
                case TAKE -> {
                    if (enough) {
                        state.consume(taking.tokens());
                        answer = new Taken(true, left - taking.tokens(), Duration.ZERO);
                    }
                }
                case CHARGE ->
                    state.consume(
                            Math.min(taking.tokens(), left + taking.allowance().burst()));
                case GIVE_BACK -> state.addTokens(taking.tokens());
            }
            bucket.untilFull = state.calculateFullRefillingTime(now);
            return bucket.untilFull <= 0 ? null : bucket;
        }

        private Bucket full() {
            BucketConfiguration configuration =
                    configurations.computeIfAbsent(taking.allowance(), LocalBuckets::configuration);
            return new Bucket(BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, now));
        }

        private Duration until(BucketState state) {
            return Duration.ofNanos(state.calculateDelayNanosAfterWillBePossibleToConsume(taking.tokens(), now, true));
        }
    }

    private static BucketConfiguration configuration(Allowance allowance) {
        return BucketConfiguration.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(allowance.burst())
                        .refillGreedy(allowance.tokens(), allowance.period())
                        .build())
                .build();
    }
}
