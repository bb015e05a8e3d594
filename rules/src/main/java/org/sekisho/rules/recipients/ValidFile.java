package org.sekisho.rules.recipients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file with the valid recipients, read again when it has changed. Thread-safe; nobody waits for the disk. */
final class ValidFile {
    private static final Logger LOG = LoggerFactory.getLogger(ValidFile.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Path file;
    private final RecipientSettings settings;
    private final InstantSource clock;
    private final Executor disk;

    private final AtomicReference<Instant> nextLook;
    private volatile FileTime modified;
    private volatile ValidRecipients recipients;

    /**
     * Reads the file for the first time.
     *
     * @param disk where it is read later on
     */
    ValidFile(Path file, RecipientSettings settings, InstantSource clock, Executor disk) {
        this.file = file;
        this.settings = settings;
        this.clock = clock;
        this.disk = disk;
        nextLook = new AtomicReference<>(clock.instant().plus(INTERVAL));
        try {
            modified = Files.getLastModifiedTime(file);
            recipients = read();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("valid: " + problem(e), e);
        }
    }

    /** The list as it was a few seconds ago. */
    ValidRecipients recipients() {
        Instant due = nextLook.get();
        Instant now = clock.instant();
        if (!now.isBefore(due) && nextLook.compareAndSet(due, now.plus(INTERVAL))) {
            disk.execute(this::look);
        }
        return recipients;
    }

    private void look() {
        try {
            FileTime latest = Files.getLastModifiedTime(file);
            if (!latest.equals(modified)) {
                recipients = read();
                modified = latest;
                LOG.info("Read the valid recipients again from {}", file);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The valid recipients stay as they were: {}", problem(e));
        }
    }

    private ValidRecipients read() throws IOException {
        return ValidRecipients.of(
                Files.readAllLines(file, StandardCharsets.UTF_8), settings.foldCase(), settings.delimiter());
    }

    private String problem(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "cannot read " + file + ": there is no such file";
        }
        return e instanceof IOException ? "cannot read " + file + ": " + e : file + " " + e.getMessage();
    }
}
