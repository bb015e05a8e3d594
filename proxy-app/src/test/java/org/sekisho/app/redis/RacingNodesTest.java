package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.testing.Await;
import org.sekisho.testing.Background;

/** Two nodes change the same record of one real Redis: none of their changes is lost, and how many requests that takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RacingNodesTest {
    private static final int EACH = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Table<String> COUNTS =
            new Table<>("counts", RedisStores.TEXT, 100, 0, 20, Table.Keeping.LEARNED);

    private final RedisServer server = RedisServer.start();
    private final RedisSettings settings = RedisStores.fresh();
    private final RedisLink linkOfOne = RedisStores.link(server.uri(), settings);
    private final RedisLink linkOfTwo = RedisStores.link(server.uri(), settings);
    private final StateStore one = new RedisStore(linkOfOne, settings, InstantSource.system());
    private final StateStore two = new RedisStore(linkOfTwo, settings, InstantSource.system());

    @BeforeAll
    void areReached() {
        Stream.of(one, two).forEach(node -> Await.until("Redis answers", () -> answers(node)));
    }

    private static boolean answers(StateStore node) {
        try {
            return number(node, "nothing") == 0;
        } catch (CompletionException notYet) {
            return false;
        }
    }

    @AfterAll
    void stop() {
        linkOfOne.close();
        linkOfTwo.close();
        server.close();
    }

    private static long countUp(StateStore node, String key) {
        Instant end = Instant.now().plus(Duration.ofHours(1));
        return node.update(
                        COUNTS,
                        key,
                        "",
                        before -> Optional.of(new Held<>(Long.toString(number(before) + 1), end)),
                        PATIENCE)
                .thenApply(RacingNodesTest::number)
                .toCompletableFuture()
                .join();
    }

    private static long number(Optional<Held<String>> held) {
        return held.map(Held::value).map(Long::parseLong).orElse(0L);
    }

    private static long number(StateStore node, String key) {
        return number(node.read(COUNTS, key, PATIENCE).toCompletableFuture().join());
    }

    @Test
    void noneOfTheirChangesIsLost() {
        AtomicInteger givenUp = new AtomicInteger();
        long before = requests();
        CompletableFuture<?>[] nodes = Stream.of(one, two)
                .map(node -> Background.run(() -> {
                    for (int i = 0; i < EACH; i++) {
                        while (!isCounted(node)) {
                            givenUp.incrementAndGet();
                        }
                    }
                }))
                .toArray(CompletableFuture[]::new);

        CompletableFuture.allOf(nodes).join();

        System.out.printf(
                "two nodes that count one record up %,d times each: %.2f requests for each, %d given up and made again%n",
                EACH, (requests() - before) / (2.0 * EACH), givenUp.get());
        assertThat(number(one, "raced")).isEqualTo(2 * EACH);
        assertThat(number(two, "raced")).isEqualTo(2 * EACH);
    }

    /** An update that met the other's nine times is known not to have been made. */
    private static boolean isCounted(StateStore node) {
        try {
            countUp(node, "raced");
            return true;
        } catch (CompletionException e) {
            assertThat(e).hasMessageContaining("was changed by others 9 times while it was updated");
            return false;
        }
    }

    /** How often nodes have asked for a record: each comparison reads it once in Redis, and so does each question. */
    private long requests() {
        return server.calls("get");
    }

    /** How many requests it takes a node to count up. */
    private long requestsOf(StateStore node, String key) {
        long before = requests();
        countUp(node, key);
        return requests() - before;
    }

    @Test
    void anUpdateTakesOneRequestUnlessAnotherNodeWasThere() {
        countUp(one, "first"); // The script is sent whole once.
        long fresh = requestsOf(one, "fresh");
        long own = requestsOf(one, "fresh");
        long unseen = requestsOf(two, "fresh");
        long others = requestsOf(one, "fresh");
        long again = requestsOf(one, "fresh");

        System.out.printf(
                "requests of an update: %d of a new record, %d of one that only this node changes, %d of one that this"
                        + " node has not seen, %d of one that another node changed last, then %d%n",
                fresh, own, unseen, others, again);
        assertThat(fresh).as("a new record").isOne();
        assertThat(own).as("one that only this node changes").isOne();
        assertThat(unseen).as("one of another node's, not seen here yet").isEqualTo(2);
        assertThat(others).as("one that another node changed last").isEqualTo(2);
        assertThat(again).as("one that this node changed last again").isOne();
        assertThat(number(two, "fresh")).isEqualTo(5);
    }
}
