package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekisho.state.StateStore;
import org.sekisho.state.StateStoreContract;
import org.sekisho.state.Table;
import org.sekisho.testing.ManualTime;

/** The contract, on a cluster of six. */
final class ClusterStoreTest extends StateStoreContract {
    private static RedisCluster cluster;
    private static RedisLink link;

    /** Before the time of Redis, which ends nothing that has not ended by its own clock. */
    ClusterStoreTest() {
        super(new ManualTime(Instant.EPOCH.plusSeconds(1_000_000_000)));
    }

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
        link = RedisStores.link(cluster.uri(), RedisStores.fresh());
    }

    @AfterAll
    static void stop() {
        link.close();
        cluster.close();
    }

    @Override
    protected StateStore open() {
        return RedisStores.store(link, time);
    }

    /** The connection to each master is there before it is needed: a command that comes while it is made would fail. */
    @Test
    void aNewNodeIsAnsweredByAllMastersFromTheFirstQuestionOn() {
        RedisSettings settings = RedisStores.withTimeout(Duration.ofSeconds(10));
        try (RedisLink fresh = RedisStores.link(cluster.uri(), settings)) {
            StateStore node = new RedisStore(fresh, settings, time);
            List<String> failures = IntStream.range('a', 'z' + 1)
                    .mapToObj(letter -> Table.learned(Character.toString(letter), TEXT, 10, 0, 10))
                    .map(table -> node.read(table, "key", LIMIT)
                            .handle((found, failure) -> failure == null ? "" : String.valueOf(failure.getMessage())))
                    .toList()
                    .stream()
                    .map(answer -> answer.toCompletableFuture().join())
                    .filter(failure -> !failure.isEmpty())
                    .toList();

            assertThat(failures).isEmpty();
        }
    }
}
