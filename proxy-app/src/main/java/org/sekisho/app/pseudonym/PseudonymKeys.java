package org.sekisho.app.pseudonym;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.sekisho.app.state.SecretFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the pseudonyms, in a file of the owner's: the one in use, and those before it until they are destroyed.
 * Thread-safe.
 */
public final class PseudonymKeys {
    private static final Logger LOG = LoggerFactory.getLogger(PseudonymKeys.class);
    private static final String FILE = "pseudonym-keys";
    private static final int OCTETS = 32;

    /** A key, and when it was taken into use, which is when the one before it was replaced. */
    private record Key(Instant since, SecretKey secret) {
        @Override
        public String toString() {
            return since + " " + HexFormat.of().formatHex(secret.getEncoded());
        }

        static Key parse(String line) {
            String[] words = line.split(" ", -1);
            byte[] octets = HexFormat.of().parseHex(words[words.length - 1]);
            if (words.length != 2 || octets.length != OCTETS) {
                throw new IllegalArgumentException("a line is not a time and a key of " + OCTETS + " octets");
            }
            return new Key(Instant.parse(words[0]), new SecretKeySpec(octets, "HmacSHA256"));
        }
    }

    private final Path folder;
    private final Duration rotate;
    private final Duration keep;
    private final InstantSource clock;
    private final RandomGenerator random;
    /** The oldest first; never empty once it is open. */
    private volatile List<Key> keys;

    private boolean written = true;

    private PseudonymKeys(
            Path folder, List<Key> keys, Duration rotate, Duration keep, InstantSource clock, RandomGenerator random) {
        this.folder = folder;
        this.keys = keys;
        this.rotate = rotate;
        this.keep = keep;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Reads the keys in this folder, or makes the first one.
     *
     * @param rotate how long a key is in use
     * @param keep how long it is kept after that
     * @throws IOException with a message for the operator: nothing may be written under a key that gets lost
     */
    public static PseudonymKeys open(
            Path folder, Duration rotate, Duration keep, InstantSource clock, RandomGenerator random)
            throws IOException {
        Path file = folder.resolve(FILE);
        try {
            List<Key> read = Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Key::parse).toList()
                    : List.of();
            PseudonymKeys opened = new PseudonymKeys(folder, read, rotate, keep, clock, random);
            opened.rotate();
            return opened;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(
                    "log.pseudonyms: the keys in " + file + " cannot be used (" + e
                            + "); put the file in order, or remove it, after which no older pseudonym can be revealed",
                    e);
        }
    }

    /** Takes a new key if it is time, and destroys those whose time is over; a disk that fails is tried again next time. */
    public void turn() {
        try {
            rotate();
        } catch (IOException e) {
            LOG.error(
                    "The keys of the pseudonyms in {} cannot be written: {}. Old ones are still there, new ones will be lost"
                            + " with the program; it is tried again",
                    folder.resolve(FILE),
                    e.toString());
        }
    }

    private synchronized void rotate() throws IOException {
        Instant now = clock.instant();
        List<Key> next = new ArrayList<>(keys);
        if (next.isEmpty() || !next.get(next.size() - 1).since().plus(rotate).isAfter(now)) {
            byte[] octets = new byte[OCTETS];
            random.nextBytes(octets);
            next.add(new Key(now, new SecretKeySpec(octets, "HmacSHA256")));
        }
        while (next.size() > 1 && !next.get(1).since().plus(keep).isAfter(now)) {
            next.remove(0);
        }
        if (!next.equals(keys)) {
            written = false;
            keys = List.copyOf(next);
        }
        if (!written) {
            SecretFile.write(folder, FILE, next.stream().map(Key::toString).collect(Collectors.joining("\n")));
            written = true;
        }
    }

    /** The one in use. */
    SecretKey current() {
        List<Key> now = keys;
        return now.get(now.size() - 1).secret();
    }

    /** The way back from a pseudonym, with all keys that are there; an {@link IllegalArgumentException} if it is none. */
    public Revelation revelation(String pseudonym) {
        return Revelation.of(pseudonym, keys.stream().map(Key::secret).toList());
    }
}
