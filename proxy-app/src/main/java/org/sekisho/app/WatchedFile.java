package org.sekisho.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** Notices that a file has changed, once it has stayed as it is from one look to the next: it may still be written. */
final class WatchedFile {
    /** What tells one state of a file from another, without reading it. */
    private record Look(FileTime changed, long octets) {}

    private final Path file;
    private Optional<Look> known;
    private Optional<Look> seen;

    WatchedFile(Path file) {
        this.file = file;
        known = look();
        seen = known;
    }

    /** Whether it is another file than at the last yes; a file that is gone has not changed. */
    synchronized boolean changed() {
        Optional<Look> now = look();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.isEmpty() || now.equals(known)) {
            return false;
        }
        known = now;
        return true;
    }

    /** It is about to be read as it is: only another change counts. */
    synchronized void known() {
        seen = look();
        known = seen;
    }

    private Optional<Look> look() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Look(attributes.lastModifiedTime(), attributes.size()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
