package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** How much of Redis' memory records take; the figures are printed, and docs/redis.md has them. */
final class RecordSizeTest {
    private static final int RECORDS = 20_000;
    private static final int AT_ONCE = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern USED = Pattern.compile("(?m)^used_memory:(\\d+)");
    /** As long as a triplet. */
    private static final String VALUE = "v".repeat(25);

    private static final Table<String> TRIPLETS =
            Table.learned("greylist-triplets", RedisStores.TEXT, 100_000, 1_000, 40);

    @Test
    void aTripletTakesLessThanOneKibibyte() {
        RedisSettings settings = RedisStores.fresh();
        try (RedisServer server = RedisServer.start();
                RedisLink link = RedisStores.link(server.uri(), settings)) {
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            put(store, 0, AT_ONCE); // What the server needs once.
            long before = used(server);
            long begun = System.nanoTime();
            put(store, AT_ONCE, RECORDS);
            double seconds = (System.nanoTime() - begun) / 1e9;
            long each = (used(server) - before) / (RECORDS - AT_ONCE);
            server.ask("del", settings.prefix() + ":1:{greylist-triplets}:names");
            server.ask("del", settings.prefix() + ":1:{greylist-triplets}:ends");
            server.ask("del", settings.prefix() + ":1:{greylist-triplets}:writes");
            server.ask("del", settings.prefix() + ":1:{greylist-triplets}:owners");
            long record = used(server) / RECORDS;

            System.out.printf(
                    "a record takes %d octets of Redis' memory, about %d without indexes; %.0f new records a second in batches"
                            + " of %d, one after the other%n",
                    each, record, (RECORDS - AT_ONCE) / seconds, AT_ONCE);
            assertThat(each).isLessThan(1_024);
        }
    }

    /** Keys and owners as long as a triplet's. */
    private static void put(StateStore store, int from, int to) {
        for (int first = from; first < to; first += AT_ONCE) {
            Batch batch = new Batch();
            for (int i = first; i < first + AT_ONCE; i++) {
                String network = "198.18." + i / 256 + ".0/24";
                batch.update(
                        TRIPLETS,
                        network + " sender" + i + "@sender.example user" + i % 100 + "@example.org",
                        network,
                        before -> Optional.of(new Held<>(
                                VALUE, InstantSource.system().instant().plusSeconds(86_400))));
            }
            store.run(batch, LIMIT).toCompletableFuture().join();
        }
    }

    private static long used(RedisServer server) {
        Matcher used = USED.matcher(server.ask("info", "memory"));
        assertThat(used.find()).isTrue();
        return Long.parseLong(used.group(1));
    }
}
