package org.sekisho.app.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A secret of the program's, which only its user may read, in a file of its own: there whole, or not at all. */
public final class SecretFile {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);

    /** What is to become of a draft. */
    @FunctionalInterface
    private interface Placing {
        void place(Path draft) throws IOException;
    }

    private SecretFile() {}

    /** What is in the file; random octets in hexadecimal, which are put there, if there is none. */
    public static String readOrMake(Path folder, String name, int octets, RandomGenerator random) throws IOException {
        Path file = folder.resolve(name);
        if (Files.notExists(file)) {
            byte[] fresh = new byte[octets];
            random.nextBytes(fresh);
            draft(folder, name, HexFormat.of().formatHex(fresh), draft -> {
                try {
                    // Of two that start at once, one makes the file and both read it.
                    Files.createLink(file, draft);
                } catch (FileAlreadyExistsException theOthers) {
                    LOG.debug("{} was made by another program at the same time", file);
                }
            });
        }
        return Files.readString(file).strip();
    }

    /** Puts this in the file, in place of what was there. */
    public static void write(Path folder, String name, String secret) throws IOException {
        Path file = folder.resolve(name);
        draft(folder, name, secret, draft -> Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE));
    }

    private static void draft(Path folder, String name, String secret, Placing placing) throws IOException {
        OwnerOnly.folder(folder);
        Path draft = Files.createTempFile(folder, name, ".new", OwnerOnly.file(folder));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer octets = ByteBuffer.wrap((secret + "\n").getBytes(StandardCharsets.US_ASCII));
                while (octets.hasRemaining()) {
                    channel.write(octets);
                }
                channel.force(true);
            }
            placing.place(draft);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
