package org.sekisho.app.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.state.Change;
import org.sekisho.state.Held;
import org.sekisho.state.Table;
import org.sekisho.testing.Await;

/** That neither memory nor the file grows beyond a bound, whatever strangers send. */
final class StoreSizeTest {
    private static final int BOUND = 100_000;
    private static final int KEYS = 300_000;

    /** Three times the octets of 100,000 records with their indexes, and what the file may hold beyond them. */
    private static final long MOST_OCTETS = 96L << 20;

    private static final Table<String> RECIPIENTS = Table.learned("recipients", StateFolder.TEXT, BOUND, 0, 50);

    @TempDir
    private Path path;

    private StateFolder folder;

    @BeforeEach
    void nameTheFolder() {
        folder = new StateFolder(path, "");
    }

    @Test
    void threeHundredThousandKeysStayBelowTheBoundsOfTableFileAndMemory() throws IOException {
        try (EmbeddedStore store = folder.open()) {
            drive(store, 0, BOUND, BOUND);
            long used = usedAfterCollection();

            drive(store, BOUND, KEYS, KEYS);

            assertThat(store.count(RECIPIENTS)).isLessThanOrEqualTo(BOUND);
            assertThat(usedAfterCollection() - used).isLessThan(16L << 20);
            assertThat(Files.size(folder.file())).isLessThan(MOST_OCTETS);
        }
    }

    @Test
    void overwritingTheSameRecordsDoesNotGrowTheFile() throws IOException {
        try (EmbeddedStore store = folder.open()) {
            drive(store, 0, 100_000, 20_000);

            assertThat(store.count(RECIPIENTS)).isEqualTo(20_000);
            assertThat(Files.size(folder.file())).isLessThan(MOST_OCTETS);
        }
    }

    @Test
    void expiredRecordsLeaveTheFileByThemselves() {
        try (EmbeddedStore store = folder.open()) {
            drive(store, 0, 2000, 2000);
            folder.time.advance(Duration.ofDays(1));

            Await.until("all expired records are swept", () -> store.count(RECIPIENTS) == 0);
        }
    }

    /** Updates keys one after the other, as many at once as a busy proxy would. */
    private void drive(EmbeddedStore store, int from, int to, int different) {
        Instant later = folder.time.instant().plus(Duration.ofHours(1));
        Semaphore atOnce = new Semaphore(1000);
        CompletableFuture<Boolean> failed = new CompletableFuture<>();
        for (int i = from; i < to; i++) {
            Held<String> held = new Held<>("unknown " + i, later);
            Change<String> change = now -> Optional.of(held);
            atOnce.acquireUninterruptibly();
            var unused = store.update(
                            RECIPIENTS, "recipient" + i % different + "@example.org", "", change, StateFolder.LIMIT)
                    .whenComplete((found, failure) -> {
                        atOnce.release();
                        if (failure != null) {
                            failed.completeExceptionally(failure);
                        }
                    });
        }
        atOnce.acquireUninterruptibly(1000);
        assertThat(failed).isNotCompletedExceptionally();
    }

    private static long usedAfterCollection() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
