package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.testing.Await;

/** Nodes whose clocks differ by an hour: what one of them writes takes nothing from the others. */
final class ClocksTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Table<String> SAID = Table.operator("said", RedisStores.TEXT, 3, 20);

    private static RedisServer server;
    private static RedisLink link;

    private final RedisSettings settings = RedisStores.fresh();
    private final StateStore right = node(Duration.ZERO);
    private final StateStore fast = node(HOUR);
    private final StateStore slow = node(HOUR.negated());

    @BeforeAll
    static void start() {
        server = RedisServer.start();
        link = RedisStores.link(server.uri(), RedisStores.fresh());
    }

    @AfterAll
    static void stop() {
        link.close();
        server.close();
    }

    private StateStore node(Duration ahead) {
        return new RedisStore(link, settings, () -> clock(ahead));
    }

    private static Instant clock(Duration ahead) {
        return InstantSource.system().instant().plus(ahead);
    }

    private static void put(StateStore node, String key, Instant end) {
        node.update(SAID, key, "", was -> Optional.of(new Held<>("a", end)), LIMIT)
                .toCompletableFuture()
                .join();
    }

    private String part(String name) {
        return settings.prefix() + ":1:{said}:" + name;
    }

    private void awaitForgotten(String key) {
        Await.until(
                "Redis has forgotten " + key,
                () -> server.ask("exists", part("r:" + key)).equals("0"));
    }

    @Test
    void aFastNodeTakesNothingOutOfTheListOfTheOthers() {
        put(right, "theirs", clock(HOUR.dividedBy(2)));

        put(fast, "its own", clock(HOUR.multipliedBy(2)));

        assertThat(right.walk(SAID, "", 10).toCompletableFuture().join().entries())
                .extracting(StateStore.Entry::key)
                .containsExactly("its own", "theirs");
    }

    @Test
    void whatAFastNodeHasWrittenMakesRoomWhenRedisHasForgottenIt() {
        put(fast, "its own", clock(HOUR).plus(SHORT));
        awaitForgotten("its own");

        put(right, "theirs", clock(HOUR));

        assertThat(server.ask("zcard", part("names"))).isEqualTo("1");
    }

    @Test
    void aSlowNodeMakesRoomOfWhatRedisHasForgotten() {
        put(right, "theirs", clock(SHORT));
        awaitForgotten("theirs");

        put(slow, "its own", clock(HOUR));

        assertThat(server.ask("zcard", part("names"))).isEqualTo("1");
    }

    /** To the others it has ended; it does not stay behind without standing in the list. */
    @Test
    void whatASlowNodeHasWrittenGoesAsAWhole() {
        put(slow, "its own", clock(HOUR.negated()).plus(HOUR.dividedBy(2)));

        put(right, "theirs", clock(HOUR));

        assertThat(server.ask("zcard", part("names"))).isEqualTo("1");
        assertThat(server.ask("exists", part("r:its own"))).isEqualTo("0");
    }
}
