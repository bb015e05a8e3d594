package org.sekisho.app.origin;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** One file that the operator named, and what was read of it last. */
final class Source<V> {
    private record Loaded<V>(OriginFile file, Table<V> table) {}

    private final Content<V> content;
    private final Path path;
    private volatile Loaded<V> loaded;

    /** Reads it; the exception's message says which file it is about. */
    Source(Content<V> content, Path path) throws IOException {
        this.content = content;
        this.path = path;
        loaded = load(content, path);
    }

    Path path() {
        return path;
    }

    OriginFile file() {
        return loaded.file;
    }

    Optional<V> of(InetAddress address) {
        return loaded.table.of(address);
    }

    /** What was read before stays if this fails. */
    void refresh() throws IOException {
        loaded = load(content, path);
    }

    private static <V> Loaded<V> load(Content<V> content, Path path) throws IOException {
        String what = content.key().substring(0, 1).toUpperCase(Locale.ROOT)
                + content.key().substring(1);
        String name = path.toString().toLowerCase(Locale.ROOT);
        try {
            if (!Files.isReadable(path)) {
                Files.newInputStream(path).close();
            }
            if (name.endsWith(".mmdb")) {
                MmdbFile<V> table = MmdbFile.read(path, content);
                return new Loaded<>(new OriginFile(what, path, table.built(), table.nodes()), table);
            } else if (name.endsWith(".csv")) {
                RangeFile<V> table = RangeFile.read(path, content);
                return new Loaded<>(
                        new OriginFile(
                                what, path, Files.getLastModifiedTime(path).toInstant(), table.size()),
                        table);
            }
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "there is no file " + path + ", seen from " + Path.of("").toAbsolutePath(), e);
        } catch (AccessDeniedException e) {
            throw new IOException("no permission to read " + path + "; let the user that runs Sekisho read it", e);
        } catch (IOException e) {
            throw new IOException(path + " " + e.getMessage(), e);
        }
        throw new IOException(path + " must end in .mmdb or .csv");
    }
}
