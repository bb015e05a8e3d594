package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sekisho.state.TokenBuckets;
import org.sekisho.state.TokenBuckets.Allowance;
import org.sekisho.state.TokenBuckets.Taking;
import org.sekisho.testing.Background;

/** One limit for several nodes. */
final class SharedBucketsTest {
    private static final int CLIENTS = 4;
    private static final int BURST = 200;
    private static final int A_SECOND = 200;
    private static final Allowance ALLOWANCE = new Allowance(A_SECOND, Duration.ofSeconds(1), BURST);
    private static final Duration DRIVEN = Duration.ofSeconds(5);

    @Test
    void twoNodesTogetherHoldALimitToWithinFivePercent() {
        RedisSettings settings = RedisStores.fresh();
        try (RedisServer server = RedisServer.start();
                RedisLink one = RedisStores.link(server.uri(), settings);
                RedisLink two = RedisStores.link(server.uri(), settings)) {
            List<TokenBuckets> nodes = Stream.of(one, two)
                    .<TokenBuckets>map(link -> new RedisBuckets(link, settings, InstantSource.system()))
                    .toList();
            nodes.forEach(node -> take(node, "first")); // Until all is loaded, nobody takes what is refilled.
            AtomicLong taken = new AtomicLong();
            AtomicLong asked = new AtomicLong();
            long begun = System.nanoTime();
            List<CompletableFuture<Void>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> Background.run(() -> drive(nodes.get(i % 2), begun, taken, asked)))
                    .toList();
            clients.forEach(CompletableFuture::join);
            double seconds = (System.nanoTime() - begun) / 1e9;

            double allowed = BURST + A_SECOND * seconds;
            System.out.printf(
                    "limit across nodes: %d taken of %d asked for in %.2f s, allowed %.0f (%.1f %%)%n",
                    taken.get(), asked.get(), seconds, allowed, 100 * taken.get() / allowed);
            assertThat((double) taken.get()).isBetween(allowed * 0.95, allowed * 1.05);
        }
    }

    private static void drive(TokenBuckets buckets, long begun, AtomicLong taken, AtomicLong asked) {
        while (System.nanoTime() - begun < DRIVEN.toNanos()) {
            asked.incrementAndGet();
            if (take(buckets, "client")) {
                taken.incrementAndGet();
            }
        }
    }

    private static boolean take(TokenBuckets buckets, String key) {
        return buckets.take(List.of(new Taking(key, ALLOWANCE, 1)), Duration.ofSeconds(5))
                .toCompletableFuture()
                .join()
                .get(0)
                .taken();
    }
}
