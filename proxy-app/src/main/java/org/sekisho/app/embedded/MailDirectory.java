package org.sekisho.app.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Keeps each message as {@code TIME-ID.eml}, byte for byte, with its envelope beside it in {@code TIME-ID.envelope}. A message
 * is on disk whole or not at all: it is written under another name, forced to disk and then renamed.
 */
final class MailDirectory {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path directory;
    private final InstantSource clock;
    private final RandomGenerator random;

    private MailDirectory(Path directory, InstantSource clock, RandomGenerator random) {
        this.directory = directory;
        this.clock = clock;
        this.random = random;
    }

    /** Makes the directory if need be and sees whether it can be written. */
    static MailDirectory open(Path configured, InstantSource clock, RandomGenerator random) throws IOException {
        // A relative name would leave it open, in a message, where it was looked for.
        Path directory = configured.toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, ".probe", ".tmp"));
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "embedded.directory: no permission to write to " + directory + "; let this user write there", e);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("embedded.directory: " + directory + " is a file; name a directory", e);
        } catch (FileSystemException e) {
            throw new IOException("embedded.directory: cannot write to " + directory + ": " + reason(e), e);
        }
        return new MailDirectory(directory, clock, random);
    }

    private static String reason(FileSystemException e) {
        return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }

    /** Keeps a message and answers its id. The message counts as accepted only when this returns. */
    String keep(Envelope envelope, InputStream message) throws IOException {
        String id = TIME.format(clock.instant()) + "-" + "%08x".formatted(random.nextInt());
        Path temporary = directory.resolve("." + id + ".tmp");
        try {
            try (FileChannel channel = create(temporary);
                    OutputStream out = Channels.newOutputStream(channel)) {
                message.transferTo(out);
                channel.force(true);
            }
            writeEnvelope(directory.resolve(id + ".envelope"), envelope);
            Files.move(temporary, directory.resolve(id + ".eml"), StandardCopyOption.ATOMIC_MOVE);
            force(directory);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            Files.deleteIfExists(directory.resolve(id + ".envelope"));
            throw e;
        }
        return id;
    }

    private static void writeEnvelope(Path file, Envelope envelope) throws IOException {
        try (FileChannel channel = create(file);
                OutputStream out = Channels.newOutputStream(channel)) {
            out.write(envelope.commands().getBytes(StandardCharsets.UTF_8));
            channel.force(true);
        }
    }

    /** Fails if there is such a file: two messages never share a name. */
    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** A new name is safe only when the directory itself is on disk. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
