package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.state.Held;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.testing.Await;
import org.sekisho.testing.LogCapture;

/** What becomes of the store when Redis is not there, does not answer, comes back, or wants to know who asks. */
final class RedisLinkTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** As docs/redis.md has it. */
    private static final String PERMISSIONS =
            "+@read +@write +@scripting +@pubsub +@connection +info +role +time +cluster";

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration STANDS_STILL = Duration.ofSeconds(6);
    private static final Table<String> BANS = Table.operator("bans", RedisStores.TEXT, 100, 100);
    private static final Table<String> TRIPLETS = Table.learned("triplets", RedisStores.TEXT, 100, 0, 100);

    @TempDir
    private Path folder;

    @Test
    void startsWithoutAServerAndFindsItWhenItComes() {
        RedisServer server = RedisServer.start();
        server.kill();
        RedisSettings settings = RedisStores.fresh();
        try (server;
                RedisLink link = RedisStores.link(server.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            assertThat(store.trouble())
                    .hasValueSatisfying(text -> assertThat(text).contains(server.uri()));
            assertThatThrownBy(() -> read(store, TRIPLETS).toCompletableFuture().join())
                    .hasCauseInstanceOf(StateException.class)
                    .hasMessageContaining("Unable to connect");

            server.restart();

            Await.until("the store works", () -> store.trouble().isEmpty());
            put(store, TRIPLETS, "a");
            assertThat(read(store, TRIPLETS).toCompletableFuture().join()).isPresent();
        }
    }

    @Test
    void aServerThatDiedFailsRequestsAtOnceAndIsFoundAgain() {
        RedisSettings settings = RedisStores.fresh();
        try (RedisServer server = RedisServer.start();
                RedisLink link = RedisStores.link(server.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            put(store, TRIPLETS, "a");

            server.kill();
            Await.until(
                    "requests fail and are told of",
                    () -> fails(store) && store.trouble().isPresent());
            server.restart();

            Await.until("the store works", () -> store.trouble().isEmpty());
            put(store, TRIPLETS, "b");
        }
    }

    @Test
    void aServerThatStandsStillIsWaitedForNoLongerThanTheStoresTimeout() {
        RedisSettings settings = RedisStores.withTimeout(SHORT);
        try (RedisServer server = RedisServer.start();
                RedisLink link = RedisStores.link(server.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            put(store, TRIPLETS, "a");

            server.freeze();
            long begun = System.nanoTime();
            assertThatThrownBy(() -> read(store, TRIPLETS).toCompletableFuture().join())
                    .hasCauseInstanceOf(StateException.class)
                    .hasMessageContaining("within 300 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(SHORT, Duration.ofSeconds(5));
            server.thaw();

            Await.until("the store works", () -> !fails(store));
        }
    }

    /** The first have waited for nothing; nobody does after them. */
    @Test
    void aServerThatStandsStillCostsOnlyTheFirstTheirTimeout() {
        RedisSettings settings = RedisStores.withTimeout(SHORT);
        try (RedisServer server = RedisServer.start();
                RedisLink link = RedisStores.link(server.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            put(store, TRIPLETS, "a");

            server.freeze();
            int waited = 0;
            while (store.trouble().isEmpty() && waited < 2 * Breaker.IN_A_ROW) {
                assertThat(fails(store)).isTrue();
                waited++;
            }
            long begun = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                assertThat(fails(store)).isTrue();
            }
            Duration thousand = Duration.ofNanos(System.nanoTime() - begun);
            long opened = begun;
            Await.until("pauses have grown", () -> fails(store) && System.nanoTime() - opened > STANDS_STILL.toNanos());
            begun = System.nanoTime();
            server.thaw();
            Await.until("the store works", () -> store.trouble().isEmpty());
            Duration away = Duration.ofNanos(System.nanoTime() - begun);

            System.out.printf(
                    "a frozen store: %d calls waited, the next 1000 took %d ms together; it works again %d ms after it was let go%n",
                    waited, thousand.toMillis(), away.toMillis());
            assertThat(waited).isBetween(Breaker.IN_A_ROW, Breaker.IN_A_ROW + 1);
            // All together; if they waited it would be 300 s.
            assertThat(thousand).isLessThan(SHORT.multipliedBy(20));
            assertThat(away).isLessThan(Breaker.LONGEST_PAUSE.plus(SHORT).plusSeconds(1));
            put(store, TRIPLETS, "b");
        }
    }

    /** It is there, and does not do what it is told: that is no reason not to ask it. */
    @Test
    void aServerThatIsFullIsToldOfAndStillRead() {
        RedisSettings settings = RedisStores.fresh();
        try (RedisServer server = RedisServer.start();
                RedisLink link = RedisStores.link(server.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            put(store, TRIPLETS, "a");
            server.ask("config", "set", "maxmemory", "1");

            for (int i = 0; i < Breaker.LAST; i++) {
                assertThatThrownBy(() -> put(store, TRIPLETS, "b")).hasMessageContaining("OOM");
            }

            assertThat(store.trouble())
                    .hasValueSatisfying(text -> assertThat(text).contains("refuses"));
            assertThat(read(store, TRIPLETS).toCompletableFuture().join())
                    .map(Held::value)
                    .contains("a");
        }
    }

    @Test
    void anUpdateThatWasGivenUpIsNotSentAgain() {
        RedisSettings settings = RedisStores.withTimeout(SHORT);
        try (RedisServer server = RedisServer.start();
                RedisLink link = RedisStores.link(server.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            put(store, TRIPLETS, "a");
            server.freeze();
            assertThatThrownBy(() -> put(store, TRIPLETS, "b")).hasCauseInstanceOf(StateException.class);

            server.kill();
            server.restart();
            Await.until("the store works", () -> !fails(store));

            assertThat(read(store, TRIPLETS).toCompletableFuture().join()).isEmpty();
        }
    }

    /** A restarted server has no scripts; the first update brings it. */
    @Test
    void anUpdateBringsItsScript() {
        RedisSettings settings = RedisStores.fresh();
        try (RedisServer server = RedisServer.start();
                RedisLink link = RedisStores.link(server.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            put(store, TRIPLETS, "a");
            server.ask("script", "flush");

            put(store, TRIPLETS, "b");

            assertThat(read(store, TRIPLETS).toCompletableFuture().join())
                    .map(Held::value)
                    .contains("b");
        }
    }

    @Test
    void aUserOfTheAccessControlListNeedsNoMoreThanThis() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "pass word\n");
        RedisSettings usual = RedisStores.fresh();
        RedisSettings settings = new RedisSettings(
                "sekisho",
                Optional.of(password),
                "",
                Optional.empty(),
                Optional.empty(),
                true,
                usual.prefix(),
                Optional.empty(),
                usual.timeout());
        try (RedisServer server = RedisServer.start()) {
            server.ask("acl", "setuser", "default", "off");
            try (RedisLink stranger = RedisStores.link(server.uri(), usual)) {
                assertThat(new RedisStore(stranger, usual, InstantSource.system()).trouble())
                        .isPresent();
            }
        }
        try (RedisServer server = RedisServer.start()) {
            List<String> words = new ArrayList<>(List.of("acl", "setuser", "sekisho", "on", ">pass word"));
            words.addAll(List.of("~" + settings.prefix() + ":*", "&" + settings.prefix() + ":*"));
            words.addAll(List.of(PERMISSIONS.split(" ")));
            server.ask(words.toArray(String[]::new));
            server.ask("acl", "setuser", "default", "off");
            try (RedisLink link = RedisStores.link(server.uri(), settings)) {
                StateStore store = new RedisStore(link, settings, InstantSource.system());
                put(store, TRIPLETS, "a");
                put(store, BANS, "a");
                assertThat(store.walk(BANS, "", 10).toCompletableFuture().join().entries())
                        .hasSize(1);
                assertThat(store.trouble()).isEmpty();
            }
        }
    }

    @Test
    void warnsOfAServerThatMayThrowBansAway() {
        RedisSettings settings = RedisStores.fresh();
        try (LogCapture log = new LogCapture(MemoryPolicy.class.getName());
                RedisServer server = RedisServer.start("--maxmemory-policy", "allkeys-lru");
                RedisLink link = RedisStores.link(server.uri(), settings)) {
            log.awaitLine(link.name() + " has maxmemory-policy allkeys-lru");
        }
    }

    private static boolean fails(StateStore store) {
        return read(store, TRIPLETS)
                .handle((found, failure) -> failure != null)
                .toCompletableFuture()
                .join();
    }

    private static CompletionStage<Optional<Held<String>>> read(StateStore store, Table<String> table) {
        return store.read(table, "key", LIMIT);
    }

    private static void put(StateStore store, Table<String> table, String value) {
        Held<String> held = new Held<>(value, InstantSource.system().instant().plusSeconds(3600));
        store.update(table, "key", "", before -> Optional.of(held), LIMIT)
                .toCompletableFuture()
                .join();
    }
}
