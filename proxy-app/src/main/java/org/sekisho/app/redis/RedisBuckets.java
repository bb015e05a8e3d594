package org.sekisho.app.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.remote.Request;
import io.github.bucket4j.distributed.versioning.Versions;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sekisho.rules.limits.BucketAct;
import org.sekisho.rules.limits.LocalBuckets;
import org.sekisho.rules.limits.SteadyClock;
import org.sekisho.state.StateException;
import org.sekisho.state.TokenBuckets;

/**
 * Token buckets that several proxies share, by bucket4j: a bucket is read, and written if nobody else has written it
 * meanwhile. Redis forgets it when it is full again. Each node bounds the buckets that it uses.
 */
public final class RedisBuckets implements TokenBuckets {
    private static final Duration KEPT_WHEN_FULL = Duration.ofSeconds(1);
    private static final int MOST_AGAIN = 50;

    private final RedisLink link;
    private final Duration timeout;
    private final Keys keys;
    private final SteadyClock clock;
    private final Turns turns;
    private final CompletableFuture<LettuceBasedProxyManager<byte[]>> manager = new CompletableFuture<>();
    /** By key, for how many nanoseconds longer they are not full. */
    private final Cache<String, Long> inUse;

    /** @param link stays open: it is somebody else's */
    public RedisBuckets(RedisLink link, RedisSettings settings, InstantSource clock) {
        this.link = link;
        timeout = settings.timeout();
        turns = new Turns(link.executor());
        keys = new Keys(settings.prefix());
        this.clock = new SteadyClock(clock);
        link.onFirst(connection -> manager.complete(manager(connection)));
        inUse = Caffeine.newBuilder()
                .maximumSize(LocalBuckets.DEFAULT_MOST)
                .ticker(this.clock::nanos)
                .executor(Runnable::run)
                .expireAfter(Expiry.writing((String key, Long untilFull) -> Duration.ofNanos(untilFull)))
                .evictionListener(
                        (@Nullable String key, @Nullable Long untilFull, RemovalCause cause) -> evicted(key, cause))
                .build();
    }

    private LettuceBasedProxyManager<byte[]> manager(Connection connection) {
        var builder = connection instanceof Connection.ToCluster cluster
                ? Bucket4jLettuce.casBasedBuilder(cluster.stateful())
                : Bucket4jLettuce.casBasedBuilder(((Connection.ToServer) connection).stateful());
        return builder.clientClock(new Meter(clock))
                .maxRetries(MOST_AGAIN)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_WHEN_FULL))
                .build();
    }

    private record Meter(SteadyClock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return clock.nanos();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }

    @Override
    public CompletionStage<List<Taken>> take(List<Taking> takings, Duration limit) {
        return each(takings, BucketAct.TAKE, limit);
    }

    @Override
    public CompletionStage<List<Taken>> look(List<Taking> takings, Duration limit) {
        return each(takings, BucketAct.LOOK, limit);
    }

    @Override
    public void charge(List<Taking> takings) {
        unattended(each(takings, BucketAct.CHARGE, timeout));
    }

    @Override
    public void giveBack(List<Taking> takings) {
        unattended(each(takings, BucketAct.GIVE_BACK, timeout));
    }

    /** The link has noted already what went wrong. */
    private static void unattended(CompletionStage<List<Taken>> acts) {
        acts.exceptionally(failure -> List.of());
    }

    /** Of those that this node has used. */
    @Override
    public long count() {
        inUse.cleanUp();
        return inUse.estimatedSize();
    }

    private CompletionStage<List<Taken>> each(List<Taking> takings, BucketAct act, Duration limit) {
        List<CompletableFuture<Taken>> answers =
                takings.stream().map(taking -> inTurn(act, taking, limit)).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(
                        unused -> answers.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Taken> inTurn(BucketAct act, Taking taking, Duration limit) {
        String key = name(taking);
        CompletableFuture<Taken> answer = new CompletableFuture<>();
        Duration patience = limit.compareTo(timeout) < 0 ? limit : timeout;
        CompletableFuture<Taken> limited = answer.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                .handle((taken, failure) -> {
                    if (failure != null) {
                        throw told(failure, patience);
                    }
                    return taken;
                });
        turns.take(List.of(key), answer, () -> act(act, taking, key, answer));
        return limited;
    }

    private StateException told(Throwable failure, Duration patience) {
        if (failure instanceof TimeoutException) {
            return new StateException(
                    "The buckets in " + link.name() + " did not answer within " + patience.toMillis() + " ms");
        }
        return failure instanceof StateException known ? known : new StateException(failure.toString(), failure);
    }

    private void act(BucketAct act, Taking taking, String key, CompletableFuture<Taken> answer) {
        if (answer.isDone()) {
            return;
        }
        LettuceBasedProxyManager<byte[]> there = manager.getNow(null);
        if (there == null) {
            answer.completeExceptionally(
                    new StateException("The buckets in " + link.name() + " have not been reached yet"));
            return;
        }
        BucketCommand command = new BucketCommand(act, taking);
        byte[] bucket = keys.bucket(key);
        link.ask(
                        bucket,
                        unused -> there.executeAsync(
                                bucket, new Request<>(command, Versions.getLatest(), clock.nanos(), null)))
                .whenComplete((result, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    } else {
                        use(key, command.untilFull());
                        answer.complete(result.getData());
                    }
                });
    }

    private void use(String key, long untilFull) {
        if (untilFull > 0) {
            inUse.put(key, untilFull);
        } else {
            inUse.invalidate(key);
        }
    }

    private void evicted(@Nullable String key, RemovalCause cause) {
        if (key != null && cause == RemovalCause.SIZE) {
            byte[] bucket = keys.bucket(key);
            link.ask(bucket, commands -> commands.del(bucket)).exceptionally(failure -> 0L);
        }
    }

    /** With another allowance it is another bucket, as where nodes have different configurations. */
    private static String name(Taking taking) {
        Allowance allowance = taking.allowance();
        return allowance.tokens() + "/" + allowance.period().toMillis() + "/" + allowance.burst() + ":" + taking.key();
    }
}
