package org.sekisho.app.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sekisho.app.state.StateFolder.BANS;
import static org.sekisho.app.state.StateFolder.TRIPLETS;
import static org.sekisho.app.state.StateFolder.get;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.state.StateException;
import org.sekisho.testing.LogCapture;

/** What a store holds after it was closed, and what becomes of a file that cannot be opened. */
final class DurabilityTest {
    private static final int MANY = 200_000;

    @TempDir
    private Path parent;

    private StateFolder folder;

    @BeforeEach
    void nameTheFolder() {
        folder = new StateFolder(parent.resolve("lib/sekisho"), "");
    }

    @Test
    void whatWasClosedIsFoundAgain() {
        fill(10);

        try (EmbeddedStore store = folder.open()) {
            assertThat(get(store, TRIPLETS, "t7")).contains("7");
            assertThat(get(store, BANS, "b7")).contains("7");
            assertThat(store.count(TRIPLETS)).isEqualTo(10);
            assertThat(store.count(BANS)).isEqualTo(10);
        }
    }

    @Test
    void twoHundredThousandRecordsAreFoundAgain() {
        try (EmbeddedStore store = folder.open()) {
            for (int i = 0; i < MANY; i++) {
                folder.put(store, TRIPLETS, "t" + i, "" + i);
            }
        }

        try (EmbeddedStore store = folder.open()) {
            assertThat(store.count(TRIPLETS)).isEqualTo(MANY);
            for (int i = 0; i < MANY; i += 997) {
                assertThat(get(store, TRIPLETS, "t" + i)).contains("" + i);
            }
        }
    }

    @Test
    void expiryHoldsWhileTheStoreIsClosed() {
        fill(10);
        folder.time.advance(Duration.ofDays(30));

        try (EmbeddedStore store = folder.open()) {
            assertThat(get(store, TRIPLETS, "t7")).isEmpty();
            assertThat(get(store, BANS, "b7")).isEmpty();
        }
    }

    @Test
    void onlyItsOwnerMayReadTheStore() throws IOException {
        fill(1);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aStoreInUseIsNotOpenedTwice() {
        try (EmbeddedStore store = folder.open()) {
            assertThatThrownBy(folder::open)
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining(folder.file().toString())
                    .hasMessageContaining("in use by another process");
            assertThat(store.trouble()).isEmpty();
        }
    }

    @Test
    void aFileOfGarbageIsSetAsideWithALoudLine() throws IOException {
        Files.createDirectories(folder.path());
        byte[] garbage = new byte[100_000];
        Arrays.fill(garbage, (byte) 'x');
        Files.write(folder.file(), garbage);

        assertFreshAfterDamage();

        assertThat(folder.setAside())
                .singleElement()
                .satisfies(aside -> assertThat(Files.size(aside)).isEqualTo(100_000));
    }

    @Test
    void aFileWhoseMiddleWasOverwrittenIsSetAside() throws IOException {
        fill(20_000);
        try (RandomAccessFile file = new RandomAccessFile(folder.file().toFile(), "rw")) {
            file.seek(0);
            file.write(new byte[(int) file.length()]);
        }

        assertFreshAfterDamage();
    }

    @Test
    void aFileThatWasCutStillOpens() throws IOException {
        fill(20_000);
        try (RandomAccessFile file = new RandomAccessFile(folder.file().toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }

        try (EmbeddedStore store = folder.open()) {
            folder.put(store, BANS, "new", "kept");
            assertThat(store.trouble()).isEmpty();
        }
        try (EmbeddedStore store = folder.open()) {
            assertThat(get(store, BANS, "new")).contains("kept");
        }
    }

    @Test
    void aFolderThatCannotBeMadeMeansMemoryAndTrouble() throws IOException {
        Files.createFile(parent.resolve("lib"));
        try (LogCapture log = new LogCapture("org.sekisho.app.state");
                EmbeddedStore store = folder.open()) {
            folder.put(store, TRIPLETS, "key", "value");

            assertThat(get(store, TRIPLETS, "key")).contains("value");
            assertThat(store.trouble())
                    .hasValueSatisfying(why ->
                            assertThat(why).contains(folder.file().toString()).contains("kept in memory"));
            assertThat(log.errors()).hasSize(1);
            assertThatThrownBy(() -> folder.put(store, BANS, "key", "value"))
                    .hasCauseInstanceOf(StateException.class)
                    .hasMessageContaining("operators' changes are refused");
        }
    }

    private void assertFreshAfterDamage() {
        try (LogCapture log = new LogCapture("org.sekisho.app.state");
                EmbeddedStore store = folder.open()) {
            assertThat(log.errors()).singleElement().asString().contains("is damaged", "set aside as");
            assertThat(store.trouble()).isEmpty();
            folder.put(store, BANS, "new", "kept");
        }
        try (EmbeddedStore store = folder.open()) {
            assertThat(get(store, BANS, "new")).contains("kept");
        }
    }

    private void fill(int records) {
        try (EmbeddedStore store = folder.open()) {
            for (int i = 0; i < records; i++) {
                folder.put(store, TRIPLETS, "t" + i, "" + i);
            }
            for (int i = 0; i < Math.min(records, 20); i++) {
                folder.put(store, BANS, "b" + i, "" + i);
            }
        }
    }
}
