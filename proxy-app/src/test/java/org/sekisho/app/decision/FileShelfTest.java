package org.sekisho.app.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileShelfTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration KEEP = Duration.ofDays(8);
    private static final int MOST = 8_000;

    @TempDir
    Path folder;

    private FileShelf open() throws IOException {
        return new FileShelf(folder.resolve("decisions"), KEEP, MOST).opened();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("decisions"))) {
            return files.sorted().toList();
        }
    }

    private long octets() throws IOException {
        long all = 0;
        for (Path file : files()) {
            all += Files.size(file);
        }
        return all;
    }

    private static byte[] text(int n) {
        return ("{\"n\":" + n + ",\"text\":\"三 " + "x".repeat(50) + "\"}").getBytes(UTF_8);
    }

    private static Optional<String> find(Shelf shelf, String reference) throws IOException {
        return shelf.find(reference).map(text -> new String(text, UTF_8));
    }

    @Test
    void findsEachOfManyAsItWasPut() throws IOException {
        try (FileShelf shelf = open()) {
            for (int n = 0; n < 40; n++) {
                shelf.put("REF" + n, NOON, text(n));
            }
            for (int n = 0; n < 40; n++) {
                assertThat(find(shelf, "REF" + n)).contains(new String(text(n), UTF_8));
            }
        }
    }

    @Test
    void findsWhatWasFlushedWhenTheProgramWasKilled() throws IOException {
        FileShelf killed = open();
        killed.put("REF1", NOON, text(1));
        killed.flush();
        try (FileShelf shelf = open()) {
            assertThat(find(shelf, "REF1")).isPresent();
        }
    }

    @Test
    void aLineThatWasBrokenOffIsNotThereAndHarmsNoOther() throws IOException {
        try (FileShelf shelf = open()) {
            shelf.put("REF1", NOON, text(1));
        }
        Files.writeString(files().get(0), "REF2 1767268800 {\"n\":2,", StandardOpenOption.APPEND);
        try (FileShelf shelf = open()) {
            shelf.put("REF3", NOON, text(3));

            assertThat(find(shelf, "REF1")).isPresent();
            assertThat(find(shelf, "REF2")).isEmpty();
            assertThat(find(shelf, "REF3")).isPresent();
        }
    }

    @Test
    void linesThatAreNoneAreSkipped() throws IOException {
        Files.createDirectories(folder.resolve("decisions"));
        Files.write(
                folder.resolve("decisions/decisions-000000000007.log"),
                List.of("", "rubbish", "A B C", "REF1 1767268800 {}"));
        try (FileShelf shelf = open()) {
            assertThat(find(shelf, "REF1")).contains("{}");
            assertThat(find(shelf, "A")).isEmpty();
        }
    }

    @Test
    void theFilesTogetherStayBelowTheirBound() throws IOException {
        try (FileShelf shelf = open()) {
            for (int n = 0; n < 1_000; n++) {
                shelf.put("REF" + n, NOON, text(n));
                shelf.flush();
                assertThat(octets()).isLessThanOrEqualTo(MOST);
            }
        }
    }

    @Test
    void theOldestMakeRoomAndTheNewestStay() throws IOException {
        try (FileShelf shelf = open()) {
            for (int n = 0; n < 1_000; n++) {
                shelf.put("REF" + n, NOON, text(n));
            }
            assertThat(find(shelf, "REF0")).isEmpty();
            assertThat(find(shelf, "REF950")).isPresent();
        }
    }

    @Test
    void manyStartsLeaveNoMoreThanSixtyFourFiles() throws IOException {
        for (int n = 0; n < 70; n++) {
            try (FileShelf shelf = open()) {
                shelf.put("REF" + n, NOON, text(n));
            }
        }
        assertThat(files()).hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void whatIsTooOldLeavesTheDisk() throws IOException {
        try (FileShelf shelf = open()) {
            shelf.put("REF1", NOON, text(1));
            shelf.put("REF2", NOON.plus(KEEP), text(2));
            shelf.forget(NOON.plusSeconds(1));

            assertThat(find(shelf, "REF1")).isEmpty();
            assertThat(find(shelf, "REF2")).isPresent();
            assertThat(files()).hasSize(1);
        }
    }

    @Test
    void whatIsTooOldLeavesTheDiskWhenNothingNewCame() throws IOException {
        try (FileShelf shelf = open()) {
            shelf.put("REF1", NOON, text(1));
            shelf.forget(NOON.plus(KEEP));

            assertThat(files()).isEmpty();
        }
    }

    @Test
    void nobodyElseMayReadTheFiles() throws IOException {
        try (FileShelf shelf = open()) {
            shelf.put("REF1", NOON, text(1));
            shelf.flush();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                .isEqualTo("rw-------");
    }
}
