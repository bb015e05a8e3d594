package org.sekisho.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.ManualTime;

/** What a node holds is written into a store that has lost it. */
final class WriteBackTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Table<Long> TABLE = Table.operator("numbers", StoreUnderTest.NUMBER, 10_000, 20);

    private final ManualTime time = new ManualTime();
    private final StateStore store = new MemoryStore(time);

    private static StateStore.Entry<Long> entry(String key, long value) {
        return new StateStore.Entry<>(key, new Held<>(value, Instant.MAX));
    }

    private void write(List<StateStore.Entry<Long>> entries) {
        new WriteBack<>(store, TABLE, LIMIT)
                .write(entries)
                .toCompletableFuture()
                .join();
    }

    private Optional<Long> value(String key) {
        return store.read(TABLE, key, LIMIT).toCompletableFuture().join().map(Held::value);
    }

    @Test
    void whatIsMissingIsWritten() {
        write(List.of(entry("a", 1), entry("b", 2)));

        assertThat(value("a")).contains(1L);
        assertThat(value("b")).contains(2L);
    }

    @Test
    void whatTheStoreHasStays() {
        write(List.of(entry("a", 1)));
        write(List.of(entry("a", 2), entry("b", 2)));

        assertThat(value("a")).contains(1L);
        assertThat(value("b")).contains(2L);
    }

    @Test
    void whatANewerVersionWroteStaysAndKeepsNothingElseOut() {
        Table<String> text = Table.operator(TABLE.name(), StoreUnderTest.TEXT, 10_000, 20);
        Held<String> newer = new Held<>("\2newer", Instant.MAX);
        store.update(text, "a", "", before -> Optional.of(newer), LIMIT)
                .toCompletableFuture()
                .join();
        write(List.of(entry("a", 1), entry("b", 2)));

        assertThat(store.read(text, "a", LIMIT).toCompletableFuture().join()).contains(newer);
        assertThat(value("b")).contains(2L);
    }

    @Test
    void moreThanOneBatchIsWritten() {
        write(IntStream.range(0, 2_500).mapToObj(i -> entry("k" + i, i)).toList());

        assertThat(store.count(TABLE)).isEqualTo(2_500);
    }

    @Test
    void aStoreThatFailsIsTold() {
        assertThat(new WriteBack<>(new DeadStore(), TABLE, LIMIT)
                        .write(List.of(entry("a", 1)))
                        .toCompletableFuture())
                .isCompletedExceptionally();
    }
}
