package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekisho.app.redis.RedisNews.Position;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.state.TokenBuckets.Allowance;
import org.sekisho.state.TokenBuckets.Taking;
import org.sekisho.testing.Await;

/** All that a proxy asks of Redis: records, walks, messages between nodes, and buckets. */
final class ProxyWork {
    static final Table<String> BANS = Table.operator("bans", RedisStores.TEXT, 100, 100);
    static final Table<String> TRIPLETS = Table.learned("triplets", RedisStores.TEXT, 100, 10, 100);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final RedisLink link;
    private final RedisSettings settings;
    private final StateStore store;
    private final AtomicInteger written = new AtomicInteger();

    ProxyWork(RedisLink link, RedisSettings settings) {
        this.link = link;
        this.settings = settings;
        store = new RedisStore(link, settings, InstantSource.system());
    }

    StateStore store() {
        return store;
    }

    /** Does all of it, each at least once. */
    void all() {
        ConcurrentMap<String, Long> heard = new ConcurrentHashMap<>();
        RedisNews news = new RedisNews(link, settings, new Random(1));
        news.listen((table, key, change) -> heard.put(key, change.number()));
        Await.until("a change is told of", () -> writes() && !heard.isEmpty());
        put(TRIPLETS, "triplet", "192.0.2.0/24");
        store.update(TRIPLETS, "triplet", "", before -> Optional.empty(), LIMIT)
                .toCompletableFuture()
                .join();
        assertThat(store.walk(BANS, "", 10).toCompletableFuture().join().entries())
                .isNotEmpty();
        assertThat(store.count(BANS)).isPositive();
        news.begin("bans").toCompletableFuture().join();
        assertThat(news.look("bans", Position.NONE)
                        .toCompletableFuture()
                        .join()
                        .last()
                        .number())
                .isPositive();
        takesFromABucket();
        assertThat(store.trouble()).isEmpty();
    }

    private void takesFromABucket() {
        Taking taking = new Taking(UUID.randomUUID().toString(), new Allowance(1, Duration.ofHours(1), 1), 1);
        RedisBuckets buckets = new RedisBuckets(link, settings, InstantSource.system());
        assertThat(buckets.take(List.of(taking), LIMIT)
                        .toCompletableFuture()
                        .join()
                        .get(0)
                        .taken())
                .isTrue();
    }

    /** Whether another ban was written. */
    boolean writes() {
        try {
            put(BANS, "key" + written.incrementAndGet(), "");
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void put(Table<String> table, String key, String owner) {
        Held<String> held = new Held<>("a", InstantSource.system().instant().plusSeconds(3600));
        store.update(table, key, owner, before -> Optional.of(held), LIMIT)
                .toCompletableFuture()
                .join();
    }

    /** What this server has refused a user; a password that is wrong included. */
    static String refused(RedisServer server) {
        return server.ask("acl", "log");
    }
}
