package org.sekisho.app.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.testing.Await;

final class ClusterFailoverTest {
    private static final Table<String> BANS = Table.operator("bans", RedisStores.TEXT, 100, 100);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Test
    void aReplicaIsFoundWhenItsMasterHasDied() {
        RedisSettings settings = RedisStores.withTimeout(RedisSettings.DEFAULTS.timeout());
        try (RedisCluster cluster = RedisCluster.start();
                RedisLink link = RedisStores.link(cluster.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            Await.until("the first is written", () -> puts(store, "first"));
            RedisServer dead = cluster.masterOf(settings.prefix() + ":1:{bans}:names");
            Await.until(
                    "the replica follows", () -> dead.ask("info", "replication").contains("state=online"));

            dead.kill();
            long begun = System.nanoTime();
            Await.until("the second is written", () -> puts(store, "second"));

            System.out.printf(
                    "a cluster takes writes after the death of a master after %d ms%n",
                    (System.nanoTime() - begun) / 1_000_000);
            Await.until("the trouble is over", () -> store.trouble().isEmpty());
        }
    }

    private static boolean puts(StateStore store, String key) {
        Held<String> held = new Held<>("a", InstantSource.system().instant().plusSeconds(3600));
        return store.update(BANS, key, "", before -> Optional.of(held), LIMIT)
                .handle((kept, failure) -> failure == null)
                .toCompletableFuture()
                .join();
    }
}
