package org.sekisho.app.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.testing.ManualTime;

/** A folder that stores are opened in, one after the other, and short words for what tests do with them. */
final class StateFolder {
    static final Duration LIMIT = Duration.ofSeconds(30);

    static final Codec<String> TEXT = new Codec<>() {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] octets) {
            return new String(octets, StandardCharsets.UTF_8);
        }
    };

    static final Table<String> TRIPLETS = Table.learned("triplets", TEXT, 1_000_000, 0, 100);
    static final Table<String> BANS = Table.operator("bans", TEXT, 100_000, 100);

    final ManualTime time = new ManualTime();
    private final Path path;
    private final String scheme;

    /** @param scheme of MVStore's file system; empty for the disk itself */
    StateFolder(Path path, String scheme) {
        this.path = path;
        this.scheme = scheme;
    }

    Path path() {
        return path;
    }

    Path file() {
        return path.resolve(StoreFile.NAME);
    }

    /** Caches 1,000 records of each table. */
    EmbeddedStore open() {
        return new EmbeddedStore(new StoreFile(path, scheme, time), time, 1000).started();
    }

    /** The files beside the store that were set aside. */
    List<Path> setAside() {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(each -> each.toString().contains("damaged")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void put(StateStore store, Table<String> table, String key, String value) {
        put(store, table, key, value, time.instant().plus(Duration.ofDays(30)));
    }

    static void put(StateStore store, Table<String> table, String key, String value, Instant expires) {
        store.update(table, key, "", now -> Optional.of(new Held<>(value, expires)), LIMIT)
                .toCompletableFuture()
                .join();
    }

    static Optional<String> get(StateStore store, Table<String> table, String key) {
        return store.read(table, key, LIMIT).toCompletableFuture().join().map(Held::value);
    }

    /** For stores that a process of its own opens. */
    static InstantSource systemTime() {
        return InstantSource.system();
    }
}
