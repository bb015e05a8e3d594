package org.sekisho.app.origin;

import com.maxmind.db.CHMCache;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Networks;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file in MaxMind's format, whole in memory, so that it may be replaced or removed while it is used. */
final class MmdbFile<V> implements Table<V> {
    private static final Logger LOG = LoggerFactory.getLogger(MmdbFile.class);

    /** So many records are looked at to find out whether the file is of that content. */
    private static final int SAMPLE = 1_000;

    private final Path path;
    private final Reader reader;
    private final Content<V> content;
    private final AtomicBoolean complained = new AtomicBoolean();

    private MmdbFile(Path path, Reader reader, Content<V> content) {
        this.path = path;
        this.reader = reader;
        this.content = content;
    }

    static <V> MmdbFile<V> read(Path path, Content<V> content) throws IOException {
        try {
            Reader reader = new Reader(path.toFile(), Reader.FileMode.MEMORY, new CHMCache());
            if (!tells(reader, content)) {
                throw new IOException("tells no " + content.key() + "; it is of the type "
                        + reader.getMetadata().databaseType());
            }
            return new MmdbFile<>(path, reader, content);
        } catch (InvalidDatabaseException | InvalidNetworkException | RuntimeException e) {
            // Where octets are not what they should be, the library meets any kind of exception.
            throw new IOException("is not a whole mmdb with " + content.key() + ": " + e.getMessage(), e);
        }
    }

    private static boolean tells(Reader reader, Content<?> content) throws IOException, InvalidNetworkException {
        Networks<?> networks = reader.networks(Map.class);
        for (int i = 0; i < SAMPLE && networks.hasNext(); i++) {
            if (networks.next().data() instanceof Map<?, ?> record
                    && content.fromRecord().apply(record).isPresent()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Optional<V> of(InetAddress address) {
        try {
            Map<?, ?> found = reader.get(address, Map.class);
            return found == null ? Optional.empty() : content.fromRecord().apply(found);
        } catch (IOException | RuntimeException e) { // as above
            if (!complained.getAndSet(true)) {
                LOG.warn("{} is damaged, and tells nothing of {} and maybe of others: {}", path, address, e.toString());
            }
            return Optional.empty();
        }
    }

    Instant built() {
        return reader.getMetadata().buildTime();
    }

    /** Of the search tree. */
    long nodes() {
        return reader.getMetadata().nodeCount();
    }
}
