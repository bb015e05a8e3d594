package org.sekisho.app.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sekisho.app.state.StateFolder.BANS;
import static org.sekisho.app.state.StateFolder.TRIPLETS;
import static org.sekisho.app.state.StateFolder.get;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.state.Held;
import org.sekisho.state.StateException;
import org.sekisho.state.Table;
import org.sekisho.testing.Await;

/** A disk that is full, fails or is slow: what a dead store answers, and all is well again when the disk is. */
final class DiskFailureTest {
    @TempDir
    private Path path;

    private StateFolder folder;
    private EmbeddedStore store;

    @BeforeEach
    void openOnADiskThatMayFail() {
        FailingDisk.insert();
        folder = new StateFolder(path, FailingDisk.SCHEME);
        store = folder.open();
        for (int i = 0; i < 3000; i++) { // More than the cache holds.
            folder.put(store, TRIPLETS, "t" + i, "before");
        }
        folder.put(store, BANS, "before", "before");
    }

    @AfterEach
    void close() {
        FailingDisk.repair();
        store.close();
    }

    @Test
    void anOperatorsUpdateFailsOnAFullDiskAndDoesNotHappen() {
        FailingDisk.failWriting("No space left on device");

        assertThatThrownBy(() -> folder.put(store, BANS, "during", "x"))
                .hasCauseInstanceOf(StateException.class)
                .hasMessageContaining("No space left on device");

        assertThat(get(store, BANS, "during")).isEmpty();
        assertThat(get(store, BANS, "before")).contains("before");
        assertThat(store.trouble())
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("No space left on device")
                        .contains(folder.file().toString()));
    }

    @Test
    void learningGoesOnInMemory() {
        FailingDisk.failWriting("No space left on device");
        folder.put(store, TRIPLETS, "new", "during");
        Await.until("the failure is noticed", () -> store.trouble().isPresent());

        assertThat(get(store, TRIPLETS, "new")).contains("during");
        assertThat(get(store, TRIPLETS, "t2999")).as("was in the cache").contains("before");
        folder.put(store, TRIPLETS, "newer", "during");
        assertThat(get(store, TRIPLETS, "newer")).contains("during");
    }

    @Test
    void theTableInMemoryIsNotLargerThanItsCache() {
        FailingDisk.failWriting("No space left on device");
        folder.put(store, TRIPLETS, "new", "during");
        Await.until("the failure is noticed", () -> store.trouble().isPresent());

        for (int i = 0; i < 3000; i++) {
            folder.put(store, TRIPLETS, "during" + i, "during");
        }

        assertThat(store.count(TRIPLETS)).isLessThanOrEqualTo(1000);
    }

    @Test
    void theStoreRecoversByItselfWithWhatWasLearntMeanwhile() {
        FailingDisk.failWriting("No space left on device");
        folder.put(store, TRIPLETS, "t2998", "changed");
        Await.until("the failure is noticed", () -> store.trouble().isPresent());
        folder.put(store, TRIPLETS, "new", "during");

        FailingDisk.repair();
        Await.until("the store works again", () -> store.trouble().isEmpty());

        folder.put(store, BANS, "after", "after");
        store.close();
        store = folder.open();
        assertThat(get(store, TRIPLETS, "new")).contains("during");
        assertThat(get(store, TRIPLETS, "t2998")).contains("changed");
        assertThat(get(store, TRIPLETS, "t0")).as("only in the file").contains("before");
        assertThat(get(store, BANS, "before")).contains("before");
        assertThat(get(store, BANS, "after")).contains("after");
        assertThat(folder.setAside()).as("a full disk is no damage").isEmpty();
    }

    @Test
    void aDiskThatCannotBeReadIsNoDamage() {
        store.close();
        store = folder.open();
        FailingDisk.failReading("Input/output error");

        for (int i = 0; i < 3000 && store.trouble().isEmpty(); i++) {
            get(store, TRIPLETS, "t" + i);
        }

        assertThat(store.trouble()).hasValueSatisfying(why -> assertThat(why).contains("Input/output error"));
        assertThat(get(store, BANS, "before")).contains("before");
        FailingDisk.repair();
        Await.until("the store works again", () -> store.trouble().isEmpty());
        assertThat(get(store, TRIPLETS, "t0")).contains("before");
        assertThat(folder.setAside()).isEmpty();
    }

    @Test
    void aRequestThatTheStoreThreadDoesNotReachInTimeFails() {
        CountDownLatch stalled = new CountDownLatch(1);
        CompletableFuture<?> slow = stallTheStore(stalled);

        assertThatThrownBy(() -> store.read(TRIPLETS, "t0", Duration.ofMillis(50))
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(StateException.class)
                .hasMessageContaining("within 50 ms");
        assertThat(get(store, TRIPLETS, "t2999")).as("in the cache").contains("before");
        assertThat(get(store, BANS, "before")).as("always in memory").contains("before");

        stalled.countDown();
        slow.join();
    }

    @Test
    void whatATableInMemoryDoesNotHaveIsAnsweredWhileTheStoreIsBusy() {
        Table<String> small = Table.learned("small", TRIPLETS.codec(), 100, 0, 100);
        get(store, small, "absent");
        CountDownLatch stalled = new CountDownLatch(1);
        CompletableFuture<?> slow = stallTheStore(stalled);

        assertThat(get(store, small, "absent")).isEmpty();

        stalled.countDown();
        slow.join();
    }

    @Test
    void whatIsAskedForBehindAnUpdateThatWaitsSeesIt() {
        Table<String> small = Table.learned("small", TRIPLETS.codec(), 100, 0, 100);
        get(store, small, "absent");
        CountDownLatch stalled = new CountDownLatch(1);
        CompletableFuture<?> slow = stallTheStore(stalled);
        Held<String> value = new Held<>("new", Instant.parse("2199-01-01T00:00:00Z"));

        var unused = store.update(small, "key", "", before -> Optional.of(value), Duration.ofMinutes(1));
        CompletableFuture<Optional<Held<String>>> read =
                store.read(small, "key", Duration.ofMinutes(1)).toCompletableFuture();

        assertThat(read).isNotDone();
        stalled.countDown();
        slow.join();
        assertThat(read.join().map(Held::value)).contains("new");
    }

    @Test
    void aFullQueueFailsAtOnceAndNobodyWaits() {
        CountDownLatch stalled = new CountDownLatch(1);
        CompletableFuture<?> slow = stallTheStore(stalled);
        CompletableFuture<Optional<Held<String>>> last = new CompletableFuture<>();

        for (int i = 0; i < 10_001; i++) {
            last = store.read(TRIPLETS, "none" + i, Duration.ofMinutes(1)).toCompletableFuture();
        }

        assertThat(last).isCompletedExceptionally();
        assertThatThrownBy(last::join).hasMessageContaining("10000 requests wait");
        stalled.countDown();
        slow.join();
        assertThat(get(store, TRIPLETS, "t0")).contains("before");
    }

    @Test
    void aClosedStoreFailsWhatIsNotInMemory() {
        store.close();

        assertThatThrownBy(() -> get(store, TRIPLETS, "t0"))
                .hasCauseInstanceOf(StateException.class)
                .hasMessageContaining("closed");
    }

    /** A disk that hangs: the thread of the store is kept busy by a change, which really must not block. */
    private CompletableFuture<?> stallTheStore(CountDownLatch until) {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<?> slow = store.update(
                        TRIPLETS,
                        "slow",
                        "",
                        now -> {
                            begun.countDown();
                            awaitUninterrupted(until);
                            return now;
                        },
                        Duration.ofMinutes(1))
                .toCompletableFuture();
        awaitUninterrupted(begun);
        return slow;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
