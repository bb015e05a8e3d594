package org.sekisho.app.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.origin.Origin;

/** Incidents on the disk. */
class IncidentFilesTest {
    @TempDir
    private Path parent;

    private StateFolder folder;

    @BeforeEach
    void alarm() {
        folder = new StateFolder(parent.resolve("state"), "");
        try (EmbeddedStore store = folder.open()) {
            Docket docket = new Docket(store, folder.time, new Random(1));
            docket.told(new Alarm(
                    "taro@example.jp",
                    "countries",
                    100,
                    folder.time.instant(),
                    InetAddress.getLoopbackAddress(),
                    Origin.UNKNOWN,
                    "10 countries",
                    List.of(),
                    OptionalInt.empty()));
            docket.tick().toCompletableFuture().join();
        }
    }

    @Test
    @DisplayName("capability 3.10: which accounts may be stolen is in files that only their owner can read")
    void canBeReadByTheirOwnerOnly() throws IOException {
        assertThat(permissions(folder.path())).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder.path())) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void outliveARestart() {
        try (EmbeddedStore store = folder.open()) {
            Docket docket = new Docket(store, folder.time, new Random(2));
            docket.restore().toCompletableFuture().join();

            assertThat(docket.of("taro@example.jp")).isPresent();
        }
    }
}
