package org.sekisho.rules.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
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

    @Override
    public CompletionStage<List<Taken>> take(List<Taking> takings, Duration limit) {
        return CompletableFuture.completedFuture(each(takings, BucketAct.TAKE));
    }

    @Override
    public CompletionStage<List<Taken>> look(List<Taking> takings, Duration limit) {
        return CompletableFuture.completedFuture(each(takings, BucketAct.LOOK));
    }

    @Override
    public void charge(List<Taking> takings) {
        each(takings, BucketAct.CHARGE);
    }

    @Override
    public void giveBack(List<Taking> takings) {
        each(takings, BucketAct.GIVE_BACK);
    }

    @Override
    public long count() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private List<Taken> each(List<Taking> takings, BucketAct act) {
        return takings.stream().map(taking -> new Step(taking, act).run()).toList();
    }

    /** One act on one bucket; the cache lets nobody else at it meanwhile. */
    private final class Step {
        private final Taking taking;
        private final BucketAct act;
        private final long now = clock.nanos();
        private Taken answer = new Taken(false, 0, Duration.ZERO);

        Step(Taking taking, BucketAct act) {
            this.taking = taking;
            this.act = act;
        }

        Taken run() {
            if (!act.drains() && buckets.getIfPresent(taking.key()) == null) {
                return BucketAct.ofFull(taking);
            }
            buckets.asMap().compute(taking.key(), (key, bucket) -> on(bucket));
            return answer;
        }

        /** What is kept: nothing for a bucket that is full, as a new one would be the same. */
        private @Nullable Bucket on(@Nullable Bucket held) {
            Bucket bucket = held == null ? full() : held;
            answer = act.on(bucket.state, taking, now);
            bucket.untilFull = bucket.state.calculateFullRefillingTime(now);
            return bucket.untilFull <= 0 ? null : bucket;
        }

        private Bucket full() {
            return new Bucket(
                    BucketAct.full(configurations.computeIfAbsent(taking.allowance(), BucketAct::configuration), now));
        }
    }
}
