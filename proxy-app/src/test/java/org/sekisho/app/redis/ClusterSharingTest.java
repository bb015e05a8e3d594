package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.state.TokenBuckets;
import org.sekisho.state.TokenBuckets.Allowance;
import org.sekisho.state.TokenBuckets.Taking;
import org.sekisho.testing.Await;

/** A master of a cluster dies: limits and messages go on with its replica. */
final class ClusterSharingTest {
    private static final Table<String> BANS = Table.operator("bans", RedisStores.TEXT, 1_000, 100);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int BURST = 10;
    private static final Allowance ALLOWANCE = new Allowance(BURST, Duration.ofHours(1), BURST);

    @Test
    void limitsAndMessagesOutliveAMaster() {
        RedisSettings settings = RedisStores.withTimeout(RedisSettings.DEFAULTS.timeout());
        Set<String> heard = ConcurrentHashMap.newKeySet();
        try (RedisCluster cluster = RedisCluster.start();
                RedisLink one = RedisStores.link(cluster.uri(), settings);
                RedisLink two = RedisStores.link(cluster.uri(), settings)) {
            StateStore store = new RedisStore(one, settings, InstantSource.system());
            new RedisNews(two, settings, new Random(1)).listen((table, key, change) -> heard.add(key));
            TokenBuckets buckets = new RedisBuckets(one, settings, InstantSource.system());
            TokenBuckets others = new RedisBuckets(two, settings, InstantSource.system());
            AtomicInteger changes = new AtomicInteger();
            Await.until("a change is told of", () -> told(store, heard, "before", changes.incrementAndGet()));
            for (int i = 0; i < BURST; i++) {
                Await.until(
                        "a token is there",
                        () -> take(buckets).filter(taken -> taken).isPresent());
            }
            RedisServer dead = cluster.masterOf(settings.prefix() + ":1:{bans}:names");
            Await.until(
                    "the replica follows", () -> dead.ask("info", "replication").contains("state=online"));

            dead.kill();
            long begun = System.nanoTime();
            Await.until("a change is told of", () -> told(store, heard, "after", changes.incrementAndGet()));
            long news = System.nanoTime() - begun;
            Await.until("limits answer", () -> take(others).isPresent());

            System.out.printf(
                    "a cluster that lost a master: changes are told of after %d ms, limits answer after %d ms%n",
                    news / 1_000_000, (System.nanoTime() - begun) / 1_000_000);
            assertThat(take(others)).as("the bucket is still empty").contains(false);
        }
    }

    /** Makes one more change, and says whether the other node has heard of any of those with this word. */
    private static boolean told(StateStore store, Set<String> heard, String word, int number) {
        Held<String> held = new Held<>("a", InstantSource.system().instant().plusSeconds(3600));
        boolean unused = store.update(BANS, word + number, "", before -> Optional.of(held), LIMIT)
                .handle((kept, failure) -> failure == null)
                .toCompletableFuture()
                .join();
        return heard.stream().anyMatch(key -> key.startsWith(word));
    }

    private static Optional<Boolean> take(TokenBuckets buckets) {
        return buckets.take(List.of(new Taking("client", ALLOWANCE, 1)), LIMIT)
                .handle((taken, failure) ->
                        failure == null ? Optional.of(taken.get(0).taken()) : Optional.<Boolean>empty())
                .toCompletableFuture()
                .join();
    }
}
