package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.StateStoreContract;
import org.sekisho.testing.ManualTime;

/** The contract, on one server. */
final class RedisStoreTest extends StateStoreContract {
    private static RedisServer server;
    private static RedisLink link;

    /** Before the time of Redis, which ends nothing that has not ended by its own clock. */
    RedisStoreTest() {
        super(new ManualTime(Instant.EPOCH.plusSeconds(1_000_000_000)));
    }

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

    @Override
    protected StateStore open() {
        return RedisStores.store(link, time);
    }

    /** That may take long: a million bans are compared with those in memory. */
    @Test
    void whoTakesInAPageKeepsNobodyFromTheirAnswers() {
        Held<String> held = new Held<>("a", Instant.MAX);
        store.update(OPERATOR, "key", "", before -> Optional.of(held), LIMIT)
                .toCompletableFuture()
                .join();

        Optional<Held<String>> asked = store.walk(OPERATOR, "", 10)
                .thenApply(page ->
                        store.read(OPERATOR, "key", LIMIT).toCompletableFuture().join())
                .toCompletableFuture()
                .join();

        assertThat(asked).contains(held);
    }

    /** As {@code sekisho state stats} shows it. */
    @Test
    void tellsByTheClockOfRedisWhenRecordsWereWritten() {
        assertThat(store.written(LEARNED).toCompletableFuture().join()).isEqualTo(StateStore.Written.UNKNOWN);
        Instant before = redisTime();
        put(LEARNED, "a", "1");
        Instant between = redisTime();
        put(LEARNED, "b", "1");
        put(LEARNED, "a", "2");

        StateStore.Written written =
                store.written(LEARNED).toCompletableFuture().join();

        assertThat(written.oldest()).hasValueSatisfying(time -> assertThat(time).isBetween(between, redisTime()));
        assertThat(written.newest())
                .hasValueSatisfying(
                        time -> assertThat(time).isBetween(written.oldest().orElseThrow(), redisTime()));
        assertThat(before).isBefore(between);
    }

    private static Instant redisTime() {
        String[] words = server.ask("time").split("\\s+");
        return Instant.ofEpochSecond(Long.parseLong(words[0])).plus(Long.parseLong(words[1]), ChronoUnit.MICROS);
    }
}
