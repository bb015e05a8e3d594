package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.testing.Await;

/** What is asked together goes to Redis together. */
final class OneTripTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int STEPS = 10;
    private static final Table<String> TABLE = Table.learned("trips", RedisStores.TEXT, 100, 0, 20);

    private final RedisServer server = RedisServer.start();
    private final FaultyWay way = FaultyWay.to(server);

    @Test
    void aBatchIsSentAsAWholeBeforeTheFirstOfItsAnswersComes() {
        RedisSettings settings = RedisStores.fresh();
        try (server;
                way;
                RedisLink link = RedisStores.link(way.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            run(store).join(); // From now on Redis knows the script, and the node the records.
            long before = asked();
            run(store).join();
            long between = asked();
            long all = between - before;
            assertThat(all).isGreaterThanOrEqualTo(2 * STEPS);

            way.stalls(true);
            CompletableFuture<Answers> answers = run(store);
            Await.until("Redis was asked for all of it", () -> asked() - between == all);
            assertThat(answers).isNotDone();
            way.stalls(false);

            assertThat(answers.join()).isNotNull();
            assertThat(asked() - between).as("and for nothing else").isEqualTo(all);
        }
    }

    private static CompletableFuture<Answers> run(StateStore store) {
        Held<String> held = new Held<>("a", InstantSource.system().instant().plusSeconds(3_600));
        Batch batch = new Batch();
        for (int i = 0; i < STEPS; i++) {
            batch.update(TABLE, "changed" + i, "", before -> Optional.of(held));
            batch.read(TABLE, "read" + i);
        }
        return store.run(batch, PATIENCE).toCompletableFuture();
    }

    /** How many questions about records Redis has carried out. */
    private long asked() {
        return server.calls("get") + server.calls("evalsha");
    }
}
