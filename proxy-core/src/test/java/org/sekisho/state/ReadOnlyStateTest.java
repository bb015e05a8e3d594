package org.sekisho.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.testing.ManualTime;

final class ReadOnlyStateTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Table<Long> TABLE = Table.learned("table", StateStoreContract.NUMBER, 10, 0, 20);

    private final ManualTime time = new ManualTime();
    private final MemoryStore store = new MemoryStore(time);
    private final ReadOnlyState readOnly = new ReadOnlyState(store);

    @Test
    void anUpdateIsAnsweredAndNotKept() {
        increment(store);

        assertThat(increment(readOnly)).contains(2L);

        assertThat(read(store)).contains(1L);
        assertThat(read(readOnly)).contains(1L);
    }

    @Test
    void laterStepsOfABatchSeeTheUpdate() {
        Batch batch = new Batch();
        batch.update(TABLE, "key", "", this::incremented);
        batch.update(TABLE, "key", "", this::incremented);
        Batch.Ticket<Long> last = batch.read(TABLE, "key");

        Answers answers = readOnly.run(batch, LIMIT).toCompletableFuture().join();

        assertThat(answers.get(last).map(Held::value)).contains(2L);
        assertThat(read(store)).isEmpty();
    }

    private Optional<Long> increment(StateStore in) {
        return in.update(TABLE, "key", "", this::incremented, LIMIT)
                .toCompletableFuture()
                .join()
                .map(Held::value);
    }

    private Optional<Held<Long>> incremented(Optional<Held<Long>> now) {
        return Optional.of(
                new Held<>(now.map(Held::value).orElse(0L) + 1, time.instant().plusSeconds(1)));
    }

    private static Optional<Long> read(StateStore in) {
        return in.read(TABLE, "key", LIMIT).toCompletableFuture().join().map(Held::value);
    }
}
