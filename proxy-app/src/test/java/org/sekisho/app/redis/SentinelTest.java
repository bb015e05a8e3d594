package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.testing.Await;

final class SentinelTest {
    private static final Table<String> BANS = Table.operator("bans", RedisStores.TEXT, 100, 100);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Test
    void anotherMasterIsFoundWhenTheFirstHasDied() {
        RedisSettings settings = RedisStores.fresh();
        try (RedisSentinels sentinels = RedisSentinels.start();
                RedisLink link = RedisStores.link(sentinels.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            Await.until("the first is written", () -> puts(store, "first"));
            RedisServer dead = sentinels.master();
            assertThat(dead.ask("wait", "1", "5000")).isNotEqualTo("0");

            dead.kill();
            long begun = System.nanoTime();
            Await.until("the second is written", () -> puts(store, "second"));

            System.out.printf("another master takes writes after %d ms%n", (System.nanoTime() - begun) / 1_000_000);
            assertThat(sentinels.master().port()).isNotEqualTo(dead.port());
            assertThat(store.read(BANS, "first", LIMIT).toCompletableFuture().join())
                    .isPresent();
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
