package org.sekisho.app.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.app.redis.RedisAddress;
import org.sekisho.app.redis.RedisLink;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.app.redis.RedisSettings;
import org.sekisho.app.redis.RedisStore;
import org.sekisho.state.Held;
import org.sekisho.state.NewerRecordException;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import tools.jackson.databind.JsonNode;

/**
 * Every table has a file with records as versions of this program have written them, beside what they say. A table that changes its
 * encoding gives it the next number, goes on reading the ones before, and gets another line, without {@code octets}; then
 * {@code -Dsekisho.fixtures=write} has this version write that one. Lines that are there stay.
 */
final class RecordsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static RedisServer server;
    private static RedisLink link;
    private static StateStore store;

    @BeforeAll
    static void start() throws IOException {
        server = RedisServer.start();
        InstantSource clock = InstantSource.system();
        RedisSettings settings = RedisSettings.DEFAULTS;
        link = RedisLink.open(RedisAddress.parse(server.uri()), settings, clock, new Random(1));
        store = new RedisStore(link, settings, clock);
        if (StoredLine.writing()) {
            KeptTables.byName().values().forEach(StoredLine::write);
        }
    }

    @AfterAll
    static void stop() {
        link.close();
        server.close();
    }

    static Stream<Table<?>> tables() {
        return KeptTables.byName().values().stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void whatWasWrittenIsStillRead(Table<?> table) {
        assertThat(StoredLine.of(table))
                .as("%s, of the table %s", StoredLine.file(table.name()), table.name())
                .isNotEmpty();
        for (StoredLine line : StoredLine.of(table)) {
            assertThat(line.isWritten())
                    .as("%s has octets: run with -Dsekisho.fixtures=write", line)
                    .isTrue();
            JsonNode read = Meaning.of(table.codec().decode(line.octets()));
            assertThat(Meaning.says(read, line.means()))
                    .as("%s of the table %s: %s says %s", line.key(), table.name(), read, line.means())
                    .isTrue();
        }
    }

    /** One that was changed under its old number is misread by those that run beside it. */
    @ParameterizedTest
    @MethodSource("tables")
    void anEncodingThatIsAnotherHasAnotherNumber(Table<?> table) {
        for (StoredLine line : StoredLine.of(table)) {
            byte[] today = line.encodedBy(table);
            if (today[0] <= line.version()) {
                assertThat(Meaning.of(table.codec().decode(today)))
                        .isEqualTo(Meaning.of(table.codec().decode(line.octets())));
                assertThat(today)
                        .as("%s of the table %s, as this version writes it", line.key(), table.name())
                        .hasSameSizeAs(line.octets());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void someAreAsThisVersionWritesThem(Table<?> table) {
        assertThat(StoredLine.of(table))
                .as("records of the table %s in today's encoding: add a line", table.name())
                .anyMatch(line -> line.version() == line.encodedBy(table)[0]);
    }

    /** The next number of each encoding, beside this one in one Redis: neither read nor overwritten. */
    @ParameterizedTest
    @MethodSource("tables")
    void aRecordOfANewerVersionIsLeftAlone(Table<?> table) {
        leavesNewerAlone(table);
    }

    private static <T> void leavesNewerAlone(Table<T> table) {
        List<StoredLine> lines = StoredLine.of(table);
        StoredLine line = lines.get(lines.size() - 1);
        byte[] newer = line.inVersion(newest(lines) + 1);
        assertThatThrownBy(() -> table.codec().decode(newer)).isInstanceOf(NewerRecordException.class);

        Table<ByteBuffer> octets = table.encoded();
        put(octets, line.key(), ByteBuffer.wrap(newer));
        assertThatThrownBy(() -> held(table, line.key()))
                .hasCauseInstanceOf(StateException.class)
                .hasMessageContaining("a newer version of this program");
        assertThatThrownBy(() -> put(table, line.key(), table.codec().decode(line.octets())))
                .hasCauseInstanceOf(StateException.class);
        assertThat(store.walk(table, "", 10).toCompletableFuture().join().newer())
                .containsExactly(line.key());
        assertThat(held(octets, line.key())).contains(ByteBuffer.wrap(newer));
    }

    private static <T> void put(Table<T> table, String key, T value) {
        Held<T> held = new Held<>(value, InstantSource.system().instant().plus(Duration.ofDays(1)));
        store.update(table, key, "", before -> Optional.of(held), LIMIT)
                .toCompletableFuture()
                .join();
    }

    private static <T> Optional<T> held(Table<T> table, String key) {
        return store.read(table, key, LIMIT).toCompletableFuture().join().map(Held::value);
    }

    private static int newest(List<StoredLine> lines) {
        return lines.stream().mapToInt(StoredLine::version).max().orElseThrow();
    }

    /** A table that is forgotten here could change its encoding without anybody noticing. */
    @Test
    void everyTableHasAFile() throws IOException {
        assertThat(KeptTables.byName())
                .as("one for each place where a table is made")
                .hasSize(KeptTables.places());
        try (Stream<Path> files = Files.list(StoredLine.file("any").getParent())) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".jsonl", ""))
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(
                            new TreeSet<>(KeptTables.byName().keySet()));
        }
    }
}
