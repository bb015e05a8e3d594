package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.testing.Await;
import org.sekisho.testing.LogCapture;

final class ClusterFailoverTest {
    private static final Table<String> BANS = Table.operator("bans", RedisStores.TEXT, 100, 100);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Test
    void aReplicaIsFoundWhenItsMasterHasDied() {
        RedisSettings settings = RedisStores.withTimeout(RedisSettings.DEFAULTS.timeout());
        try (RedisCluster cluster = RedisCluster.start();
                RedisLink link = RedisStores.link(cluster.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            Await.until("the first is written", () -> puts(store, "first"));
            RedisServer dead = masterOf(cluster, BANS);
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

    @Test
    void aMasterThatStandsStillStopsNothingThatOthersHold() {
        RedisSettings settings = RedisStores.withTimeout(SHORT);
        try (RedisCluster cluster = RedisCluster.start();
                RedisLink link = RedisStores.link(cluster.uri(), settings)) {
            cluster.hasPatience();
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            RedisServer silent = masterOf(cluster, BANS);
            Table<String> elsewhere = Stream.of("a", "b", "c", "d", "e", "f")
                    .map(name -> Table.operator(name, RedisStores.TEXT, 10_000, 100))
                    .filter(table -> masterOf(cluster, table) != silent)
                    .findFirst()
                    .orElseThrow();
            assertThat(puts(store, BANS, "first")).isTrue();

            silent.freeze();
            int waited = 0;
            while (store.trouble().isEmpty() && waited < 2 * Breaker.IN_A_ROW) {
                assertThat(puts(store, BANS, "while it is asked")).isFalse();
                assertThat(puts(store, elsewhere, "while it is asked")).isTrue();
                waited++;
            }
            assertThat(store.trouble())
                    .hasValueSatisfying(told -> assertThat(told).contains(":" + silent.port() + ", does not work"));
            long begun = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(puts(store, BANS, "later")).isFalse();
                assertThat(puts(store, elsewhere, "later" + i)).isTrue();
            }
            Duration hundred = Duration.ofNanos(System.nanoTime() - begun);
            silent.thaw();

            Await.until("the trouble is over", () -> store.trouble().isEmpty());
            assertThat(puts(store, BANS, "last")).isTrue();
            System.out.printf("a silent master: %d waited, 100 later ones %d ms%n", waited, hundred.toMillis());
            // If they waited it would be 30 s.
            assertThat(hundred).isLessThan(SHORT.multipliedBy(50));
        }
    }

    @Test
    void warnsOfEachMasterThatMayThrowBansAway() {
        RedisSettings settings = RedisStores.fresh();
        try (RedisCluster cluster = RedisCluster.start();
                LogCapture log = new LogCapture(MemoryPolicy.class.getName())) {
            RedisServer careless = masterOf(cluster, BANS);
            careless.ask("config", "set", "maxmemory-policy", "allkeys-lru");
            try (RedisLink link = RedisStores.link(cluster.uri(), settings)) {
                log.awaitLine(link.name() + " has maxmemory-policy allkeys-lru");
            }
        }
    }

    private static RedisServer masterOf(RedisCluster cluster, Table<?> table) {
        return cluster.masterOf(RedisSettings.DEFAULTS.prefix() + ":1:{" + table.name() + "}:names");
    }

    private static boolean puts(StateStore store, String key) {
        return puts(store, BANS, key);
    }

    private static boolean puts(StateStore store, Table<String> table, String key) {
        Held<String> held = new Held<>("a", InstantSource.system().instant().plusSeconds(3600));
        return store.update(table, key, "", before -> Optional.of(held), LIMIT)
                .handle((kept, failure) -> failure == null)
                .toCompletableFuture()
                .join();
    }
}
