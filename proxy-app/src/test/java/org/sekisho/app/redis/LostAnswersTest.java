package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.state.TokenBuckets;
import org.sekisho.state.TokenBuckets.Allowance;
import org.sekisho.state.TokenBuckets.Taking;
import org.sekisho.testing.Await;

/** What was carried out while its answer was lost on the way is not carried out again. */
final class LostAnswersTest {
    private static final int UPDATES = 40;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Table<String> COUNTS = Table.learned("counts", RedisStores.TEXT, 100, 0, 20);
    /** Practically never refilled while the test runs. */
    private static final Allowance ALLOWANCE = new Allowance(1, Duration.ofDays(1), 1_000);

    private static boolean add(StateStore store) {
        return worked(store.update(
                COUNTS,
                "a",
                "",
                before -> Optional.of(new Held<>(
                        Integer.toString(before.map(held -> Integer.parseInt(held.value()))
                                        .orElse(0)
                                + 1),
                        InstantSource.system().instant().plusSeconds(3600))),
                LIMIT));
    }

    private static boolean worked(CompletionStage<?> stage) {
        return stage.handle((answer, failure) -> failure == null)
                .toCompletableFuture()
                .join();
    }

    private static boolean take(TokenBuckets buckets) {
        return worked(buckets.take(List.of(new Taking("a", ALLOWANCE, 1)), LIMIT));
    }

    /** Every second answer is lost; each time the connection is made again before the next try. */
    private static int half(FaultyWay way, StateStore store, BooleanSupplier act) {
        int done = 0;
        for (int i = 0; i < UPDATES; i++) {
            Await.until("the store works", () -> reads(store));
            if (i % 2 == 0) {
                way.cutsAnswers(1, 3);
            }
            if (act.getAsBoolean()) {
                done++;
            }
        }
        return done;
    }

    private static boolean reads(StateStore store) {
        return worked(store.read(COUNTS, "other", LIMIT));
    }

    @Test
    void anUpdateWhoseAnswerWasCutIsAppliedOnceOrNotAtAll() {
        RedisSettings settings = RedisStores.fresh();
        try (RedisServer server = RedisServer.start();
                FaultyWay way = FaultyWay.to(server);
                RedisLink link = RedisStores.link(way.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());

            int done = half(way, store, () -> add(store));

            Await.until("the store works", () -> reads(store));
            int held = Integer.parseInt(store.read(COUNTS, "a", LIMIT)
                    .toCompletableFuture()
                    .join()
                    .orElseThrow()
                    .value());
            System.out.printf("%d updates, %d answered, %d applied%n", UPDATES, done, held);
            assertThat(done).isLessThan(UPDATES);
            assertThat(held).isBetween(done, UPDATES);
        }
    }

    @Test
    void aTokenIsTakenOnceOrNotAtAllWhenTheAnswerWasCut() {
        RedisSettings settings = RedisStores.fresh();
        try (RedisServer server = RedisServer.start();
                FaultyWay way = FaultyWay.to(server);
                RedisLink link = RedisStores.link(way.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            TokenBuckets buckets = new RedisBuckets(link, settings, InstantSource.system());

            int done = half(way, store, () -> take(buckets));

            Await.until("the store works", () -> reads(store));
            long left = buckets.look(List.of(new Taking("a", ALLOWANCE, 1)), LIMIT)
                    .toCompletableFuture()
                    .join()
                    .get(0)
                    .left();
            System.out.printf("%d tokens asked for, %d answered, %d taken%n", UPDATES, done, 1_000 - left);
            assertThat(done).isLessThan(UPDATES);
            assertThat(1_000 - left).isBetween((long) done, (long) UPDATES);
        }
    }
}
