package org.sekisho.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SharedStore;

/** A node that decides by what it has learnt itself while the shared store is away. */
final class LocalOnFailureTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Table<Long> TABLE = Table.learned("numbers", StoreUnderTest.NUMBER, 100_000, 0, 20);

    private final ManualTime time = new ManualTime();
    private final MemoryStore memory = new MemoryStore(time);
    private final SharedStore shared = new SharedStore(memory, time);
    private final StateStore local = shared.orLocal();

    private Optional<Long> add(String key) {
        return local.update(
                        TABLE,
                        key,
                        "",
                        before -> Optional.of(new Held<>(
                                before.map(Held::value).orElse(0L) + 1,
                                time.instant().plusSeconds(60))),
                        LIMIT)
                .toCompletableFuture()
                .join()
                .map(Held::value);
    }

    private Optional<Long> value(StateStore store, String key) {
        return store.read(TABLE, key, LIMIT).toCompletableFuture().join().map(Held::value);
    }

    @Test
    void answersFromTheSharedStoreWhileThatIsThere() {
        add("a");

        assertThat(value(memory, "a")).contains(1L);
    }

    @Test
    void goesOnByItselfWhileTheSharedStoreIsAway() {
        add("a");
        shared.away(true);

        assertThat(add("a")).contains(1L);
        assertThat(add("a")).contains(2L);
        assertThat(value(memory, "a")).contains(1L);
    }

    @Test
    void theSharedStoreCountsAgainAsSoonAsItIsBack() {
        add("a");
        shared.away(true);
        add("a");
        shared.away(false);

        assertThat(add("a")).contains(2L);
    }

    @Test
    void whatTheSharedStoreHasTakenMeanwhileIsNotRememberedFromTheOutageBefore() {
        shared.away(true);
        add("a");
        shared.away(false);
        add("a");
        shared.away(true);

        assertThat(value(local, "a")).isEmpty();
    }

    /** Another node may have, and which records it has changed this one does not know. */
    @Test
    void aSecondOutageBeginsWithNothingThoughThisNodeHasNotWrittenTheRecordMeanwhile() {
        shared.away(true);
        add("a");
        shared.away(false);
        value(local, "b");
        shared.away(true);

        assertThat(value(local, "a")).isEmpty();
        assertThat(add("a")).contains(1L);
    }

    /** Tables may lie on several masters, of which only some are away. */
    @Test
    void aTableThatStaysAwayKeepsWhatWasLearntWhileOthersAreThere() {
        Table<Long> other = Table.learned("others", StoreUnderTest.NUMBER, 100_000, 0, 20);
        shared.away(true);
        add("a");
        shared.away(false);
        local.read(other, "b", LIMIT).toCompletableFuture().join();
        shared.away(true);

        assertThat(value(local, "a")).contains(1L);
    }

    @Test
    void whatWasLearntInAnOutageExpires() {
        shared.away(true);
        add("a");
        time.advance(Duration.ofSeconds(61));

        assertThat(value(local, "a")).isEmpty();
    }

    @Test
    void isBoundedHoweverLargeTheSharedTableMayBe() {
        shared.away(true);
        IntStream.range(0, LocalOnFailure.MOST + 1).forEach(i -> add("k" + i));

        assertThat(value(local, "k0")).isEmpty();
        assertThat(value(local, "k" + LocalOnFailure.MOST)).contains(1L);
    }
}
