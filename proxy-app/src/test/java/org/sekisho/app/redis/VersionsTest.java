package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.StateStore.Entry;
import org.sekisho.state.Table;

/** Two versions of the program on one Redis: the newer one reads what the older one wrote, and is left alone by it. */
final class VersionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Table<Long> OLD = counts(1);
    private static final Table<Long> NEW = counts(2);

    /** Of a program that writes this version; from version 2 on a record has one more field. */
    private static Table<Long> counts(int version) {
        return Table.learned(
                "counts",
                new Codec<>() {
                    @Override
                    public byte[] encode(Long value) {
                        RecordWriter out = new RecordWriter(version).number(value);
                        return (version > 1 ? out.text("more") : out).octets();
                    }

                    @Override
                    public Long decode(byte[] octets) {
                        RecordReader in = new RecordReader(octets, version);
                        long number = in.number();
                        if (in.version() > 1) {
                            in.text();
                        }
                        in.end();
                        return number;
                    }
                },
                1_000,
                0,
                100);
    }

    @Test
    void twoVersionsRunSideBySide() {
        RedisSettings settings = RedisStores.fresh();
        try (RedisServer server = RedisServer.start();
                RedisLink one = RedisStores.link(server.uri(), settings);
                RedisLink two = RedisStores.link(server.uri(), settings)) {
            StateStore older = new RedisStore(one, settings, InstantSource.system());
            StateStore newer = new RedisStore(two, settings, InstantSource.system());
            add(older, OLD, "old");
            add(older, OLD, "both");

            assertThat(read(newer, NEW, "old")).contains(1L);
            assertThat(add(newer, NEW, "both")).contains(2L);
            add(newer, NEW, "new");

            assertThat(add(older, OLD, "old")).contains(2L);
            assertThatThrownBy(() -> read(older, OLD, "both"))
                    .hasCauseInstanceOf(StateException.class)
                    .hasMessageContaining("a newer version of this program");
            assertThatThrownBy(() -> add(older, OLD, "both")).hasCauseInstanceOf(StateException.class);
            StateStore.Page<Long> page =
                    older.walk(OLD, "", 10).toCompletableFuture().join();
            assertThat(page.entries()).extracting(Entry::key).containsExactly("old");
            assertThat(page.newer()).containsExactly("both", "new");
            assertThat(read(newer, NEW, "both")).contains(2L);
            assertThat(newer.walk(NEW, "", 10).toCompletableFuture().join().entries())
                    .extracting(Entry::key)
                    .containsExactly("both", "new", "old");
        }
    }

    /** Octet by octet as layout 1 has it: another layout must have another number. */
    @Test
    void aStoreThatWasWrittenInLayout1Opens() {
        RedisSettings settings = RedisStores.fresh();
        String table = settings.prefix() + ":1:{counts}:";
        try (RedisServer server = RedisServer.start();
                RedisLink link = RedisStores.link(server.uri(), settings)) {
            // It ends in 2099; its owner is "net"; its value is version 1 and the number 41.
            String record = "\\x38\\x7d\\x78\\x04\\xbf\\x73\\x40\\x00\\x03net\\x01\\x52";
            eval(server, "redis.call('SET','" + table + "r:key','" + lua(record) + "')");
            eval(server, "redis.call('ZADD','" + table + "names',0,'key\\0net')");
            eval(server, "redis.call('ZADD','" + table + "ends','4070541600000000000','key\\0net')");
            eval(server, "redis.call('ZADD','" + table + "writes',7,'key\\0net')");
            eval(server, "redis.call('HSET','" + table + "owners','net',1)");
            eval(server, "redis.call('SET','" + table + "sequence',7)");
            StateStore store = new RedisStore(link, settings, InstantSource.system());

            assertThat(read(store, OLD, "key")).contains(41L);
            assertThat(add(store, OLD, "key")).contains(42L);
            assertThat(server.ask("get", table + "sequence")).isEqualTo("8");
            assertThat(server.ask("zcard", table + "names")).isEqualTo("1");
            assertThat(server.ask("hget", table + "owners", "net")).isEqualTo("1");
        }
    }

    private static String lua(String hex) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < hex.length(); i++) {
            if (hex.startsWith("\\x", i)) {
                text.append("\\%03d".formatted(Integer.parseInt(hex.substring(i + 2, i + 4), 16)));
                i += 3;
            } else {
                text.append(hex.charAt(i));
            }
        }
        return text.toString();
    }

    private static void eval(RedisServer server, String script) {
        server.ask("eval", script, "0");
    }

    private static Optional<Long> read(StateStore store, Table<Long> table, String key) {
        return store.read(table, key, LIMIT).toCompletableFuture().join().map(Held::value);
    }

    private static Optional<Long> add(StateStore store, Table<Long> table, String key) {
        Held<Long> first = new Held<>(1L, InstantSource.system().instant().plusSeconds(3600));
        return store.update(
                        table,
                        key,
                        "",
                        before -> Optional.of(before.map(held -> new Held<>(held.value() + 1, held.expires()))
                                .orElse(first)),
                        LIMIT)
                .toCompletableFuture()
                .join()
                .map(Held::value);
    }
}
