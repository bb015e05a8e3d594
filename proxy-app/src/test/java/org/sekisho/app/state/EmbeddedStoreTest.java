package org.sekisho.app.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.state.StateStore;
import org.sekisho.state.StateStoreContract;

/** The contract, with everything in the cache. */
final class EmbeddedStoreTest extends StateStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected StateStore open() {
        return EmbeddedStore.open(folder.resolve("state"), time);
    }

    /** As {@code sekisho state stats} shows it. */
    @Test
    void tellsWhenRecordsWereWrittenAlsoAfterAnotherStart() {
        Instant first = time.instant();
        put(LEARNED, "a", "1");
        assertThat(written()).isEqualTo(new StateStore.Written(Optional.of(first), Optional.of(first)));
        time.advance(HOUR.dividedBy(4));
        Instant second = time.instant();
        put(LEARNED, "b", "1");
        store.close();
        store = open();
        time.advance(HOUR.dividedBy(4));
        Instant third = time.instant();
        put(LEARNED, "a", "2");

        assertThat(written()).isEqualTo(new StateStore.Written(Optional.of(second), Optional.of(third)));
    }

    private StateStore.Written written() {
        return store.written(LEARNED).toCompletableFuture().join();
    }
}
