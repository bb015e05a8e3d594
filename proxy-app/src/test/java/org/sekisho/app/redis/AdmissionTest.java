package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;

/** One node may make so many new records in a minute, whoever makes it make them. */
final class AdmissionTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Table<String> TRIPLETS = Table.learned("triplets", RedisStores.TEXT, 100_000, 0, 100);
    private static final Table<String> ORDERS = Table.operator("orders", RedisStores.TEXT, 100_000, 100);
    private static final Table<String> FEW = Table.learned("few", RedisStores.TEXT, 40_000, 0, 100);
    private static final int QUOTA = 25_000;
    private static final int AT_ONCE = 500;

    private final ManualTime time = new ManualTime();

    @Test
    void aNodeUnderAFloodMakesNoMoreThanAQuarterOfATableInAMinute() {
        RedisSettings settings = RedisStores.fresh();
        try (LogCapture log = new LogCapture(Admission.class.getName());
                RedisServer server = RedisServer.start();
                RedisLink one = RedisStores.link(server.uri(), settings);
                RedisLink two = RedisStores.link(server.uri(), settings)) {
            StateStore flooded = new RedisStore(one, settings, time);
            StateStore other = new RedisStore(two, settings, time);

            for (int i = 0; i < QUOTA; i += AT_ONCE) {
                flood(flooded, i);
            }
            log.awaitLine("This node has made 25000 records in the table triplets within a minute");
            assertThat(put(flooded, new Batch(), TRIPLETS, "one more")).isEmpty();

            assertThat(put(flooded, new Batch(), TRIPLETS, "key7"))
                    .as("it is there already")
                    .isPresent();
            assertThat(put(flooded, new Batch(), ORDERS, "an order")).isPresent();
            assertThat(put(flooded, Batch.said(), TRIPLETS, "imported")).isPresent();
            assertThat(put(other, new Batch(), TRIPLETS, "of another node")).isPresent();
            time.advance(Duration.ofSeconds(61));
            assertThat(put(flooded, new Batch(), TRIPLETS, "one more")).isPresent();
        }
    }

    /** What operators bring along takes nothing from what clients may be learnt by. */
    @Test
    void anImportUsesNothingOfItUp() {
        RedisSettings settings = RedisStores.fresh();
        try (RedisServer server = RedisServer.start();
                RedisLink link = RedisStores.link(server.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, time);
            for (int i = 0; i <= Admission.FEWEST; i += AT_ONCE) {
                Batch said = Batch.said();
                IntStream.range(i, i + AT_ONCE)
                        .forEach(n -> said.update(FEW, "key" + n, "", before -> Optional.of(held())));
                store.run(said, LIMIT).toCompletableFuture().join();
            }

            assertThat(store.count(FEW)).isGreaterThan(Admission.FEWEST);
            assertThat(put(store, new Batch(), FEW, "learnt")).isPresent();
        }
    }

    private void flood(StateStore store, int first) {
        CompletableFuture.allOf(IntStream.range(first, first + AT_ONCE)
                        .mapToObj(i -> store.update(TRIPLETS, "key" + i, "", before -> Optional.of(held()), LIMIT)
                                .toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private Optional<Held<String>> put(StateStore store, Batch batch, Table<String> table, String key) {
        Batch.Ticket<String> ticket = batch.update(table, key, "", before -> Optional.of(held()));
        Answers answers = store.run(batch, LIMIT).toCompletableFuture().join();
        return answers.get(ticket);
    }

    private Held<String> held() {
        return new Held<>("a", time.instant().plus(Duration.ofDays(1)));
    }
}
