package org.sekisho.state;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.sekisho.testing.ManualTime;

/** A store and a clock for each test, and short words for what tests do with them. */
abstract class StoreUnderTest {
    protected static final Duration LIMIT = Duration.ofSeconds(30);

    protected static final Duration HOUR = Duration.ofHours(1);

    protected static final Codec<String> TEXT = new Codec<>() {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] octets) {
            return new String(octets, StandardCharsets.UTF_8);
        }
    };

    protected static final Codec<Long> NUMBER = new Codec<>() {
        @Override
        public byte[] encode(Long value) {
            return new RecordWriter(1).number(value).octets();
        }

        @Override
        public Long decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            long value = in.number();
            in.end();
            return value;
        }
    };

    protected static final Table<String> LEARNED = Table.learned("learned", TEXT, 100, 3, 20);
    protected static final Table<String> OPERATOR = Table.operator("operator", TEXT, 5, 20);
    protected static final Table<Long> COUNTS = Table.learned("counts", NUMBER, 100, 0, 20);

    protected final ManualTime time;
    protected StateStore store;

    StoreUnderTest(ManualTime time) {
        this.time = time;
    }

    /** A new, empty store. */
    protected abstract StateStore open();

    @BeforeEach
    final void openStore() {
        store = open();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    protected static Table<String> table(Table.Keeping keeping) {
        return keeping == Table.Keeping.LEARNED ? LEARNED : OPERATOR;
    }

    protected Instant later() {
        return time.instant().plus(HOUR);
    }

    protected static String key(int i) {
        return String.format("k%03d", i);
    }

    protected void putMany(Table<String> table, int from, int to) {
        IntStream.range(from, to).forEach(i -> put(table, key(i), "a"));
    }

    protected String put(Table<String> table, String key, String value) {
        return update(table, key, now -> Optional.of(new Held<>(value, later())))
                .orElseThrow()
                .value();
    }

    protected Optional<Held<String>> putFor(String owner, String key) {
        return store.update(LEARNED, key, owner, now -> Optional.of(new Held<>("a", later())), LIMIT)
                .toCompletableFuture()
                .join();
    }

    protected <T> Optional<Held<T>> update(Table<T> table, String key, Change<T> change) {
        return store.update(table, key, "", change, LIMIT).toCompletableFuture().join();
    }

    protected <T> Optional<Held<T>> read(Table<T> table, String key) {
        return store.read(table, key, LIMIT).toCompletableFuture().join();
    }

    protected <T> Optional<T> value(Table<T> table, String key) {
        return read(table, key).map(Held::value);
    }
}
