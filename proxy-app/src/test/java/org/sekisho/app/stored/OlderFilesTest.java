package org.sekisho.app.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.app.state.EmbeddedStore;
import org.sekisho.rules.allow.AllowEntry;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.jail.BanList;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import tools.jackson.databind.JsonNode;

/**
 * Files of the embedded store as versions of this program have left them: the first is of the one before proxies could share a Redis.
 * All have records of the lines that {@link RecordsTest} reads. {@code -Dsekisho.fixtures=write} makes the next file if there
 * are lines that none of them has.
 */
final class OlderFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/org/sekisho/app/stored/embedded");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** When all that was written down holds, and nothing has expired. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2027-01-04T12:30:00Z"));

    private static final Instant END = Instant.parse("2099-01-01T00:00:00Z");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        if (StoredLine.writing() && !hasAll(newest())) {
            try (EmbeddedStore store = EmbeddedStore.open(folder.resolve("new"), CLOCK)) {
                KeptTables.byName().values().forEach(table -> fill(store, table));
            }
            String name = "state-" + (files().count() + 1) + ".mv";
            Files.copy(folder.resolve("new").resolve("state.mv"), FOLDER.resolve(name));
        }
    }

    private static <T> void fill(StateStore store, Table<T> table) {
        for (StoredLine line : StoredLine.of(table)) {
            T value = Meaning.value(table, line.means());
            Held<T> held = new Held<>(value, table.keeping() == Table.Keeping.OPERATOR ? Instant.MAX : END);
            store.update(table, line.key(), "", before -> Optional.of(held), LIMIT)
                    .toCompletableFuture()
                    .join();
        }
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    private static Path newest() throws IOException {
        return files().reduce((before, after) -> after).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("files")
    void allThatIsInThemIsRead(Path file) {
        try (EmbeddedStore store = open(file)) {
            for (Table<?> table : KeptTables.byName().values()) {
                for (StoredLine line : StoredLine.of(table)) {
                    said(store, table, line.key())
                            .ifPresent(said -> assertThat(Meaning.says(said, line.means()))
                                    .as("%s in %s: %s is %s", line.key(), table.name(), said, line.means())
                                    .isTrue());
                }
            }
        }
    }

    private static <T> Optional<JsonNode> said(StateStore store, Table<T> table, String key) {
        return store.read(table, key, LIMIT).toCompletableFuture().join().map(held -> Meaning.of(held.value()));
    }

    /** Bans and allow entries are in force, and of each kind that matters there is something. */
    @ParameterizedTest
    @MethodSource("files")
    void whatOperatorsSaidIsInForce(Path file) {
        try (EmbeddedStore store = open(file)) {
            BanList bans = new BanList(store, CLOCK);
            bans.reload().toCompletableFuture().join();
            AllowList allowed = new AllowList(store, CLOCK);
            allowed.reload().toCompletableFuture().join();

            assertThat(bans.list())
                    .extracting(ban -> ban.subject() + " " + ban.jail())
                    .containsExactlyInAnyOrder("192.0.2.7 pests", "2001:db8::/32 operator");
            assertThat(allowed.list())
                    .extracting(AllowEntry::key)
                    .containsExactlyInAnyOrder("192.0.2.0/24", "@example.com from mail.example.net");
            assertThat(keys(store, "incidents")).containsExactlyInAnyOrder("8Z3M", "K7Q2");
            assertThat(keys(store, "accounts")).contains("ann@example.com");
            assertThat(keys(store, "greylist-triplets")).contains("192.0.2.0/24 ann@example.org bob@example.com");
            assertThat(store.trouble()).isEmpty();
        }
    }

    @Test
    void theNewestHasEveryRecordOfToday() throws IOException {
        assertThat(hasAll(newest()))
                .as("%s has all lines: run with -Dsekisho.fixtures=write", newest())
                .isTrue();
    }

    private static boolean hasAll(Path file) {
        try (EmbeddedStore store = open(file)) {
            return KeptTables.byName().values().stream()
                    .allMatch(table -> StoredLine.of(table).stream()
                            .allMatch(line -> said(store, table, line.key()).isPresent()));
        }
    }

    private static List<String> keys(StateStore store, String name) {
        List<String> keys = new ArrayList<>();
        store.walk(KeptTables.named(name), "", 100)
                .toCompletableFuture()
                .join()
                .entries()
                .forEach(entry -> keys.add(entry.key()));
        return keys;
    }

    private static EmbeddedStore open(Path file) {
        try {
            Path directory = Files.createTempDirectory(folder, "store");
            Files.copy(file, directory.resolve("state.mv"));
            return EmbeddedStore.open(directory, CLOCK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
