package org.sekisho.app.state;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file on the disk: opens it, tells a damaged file from a disk that fails, and sets a damaged one aside. */
final class StoreFile {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFile.class);

    static final String NAME = "state.mv";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Octets of pages that MVStore may keep in memory, in MiB. */
    private static final int PAGE_CACHE = 8;

    /** What came of opening the file. */
    sealed interface Opened {
        record Open(MVStore store) implements Opened {}

        /** Another process has it. */
        record InUse() implements Opened {}

        /** The file or its folder cannot be read or written. */
        record Failed(String why) implements Opened {}
    }

    private final Path directory;
    private final String scheme;
    private final InstantSource clock;

    /**
     * @param scheme put before the name that MVStore opens: which of its file systems to use; empty for the disk
     */
    StoreFile(Path directory, String scheme, InstantSource clock) {
        this.directory = directory;
        this.scheme = scheme;
        this.clock = clock;
    }

    Path path() {
        return directory.resolve(NAME);
    }

    /**
     * Opens the file, a new one if there is none.
     *
     * @param reading what reads from it first; a file that it cannot read is damaged
     */
    Opened open(Consumer<MVStore> reading) {
        try {
            prepare();
            return new Opened.Open(openAndRead(reading));
        } catch (IOException e) {
            return new Opened.Failed(e.toString());
        } catch (RuntimeException e) {
            if (e instanceof MVStoreException store && store.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                return new Opened.InUse();
            }
            if (!isDamage(e)) {
                return new Opened.Failed(reason(e));
            }
            return openFresh(e, reading);
        }
    }

    private Opened openFresh(RuntimeException damage, Consumer<MVStore> reading) {
        try {
            setAside(damage);
            prepare();
            return new Opened.Open(openAndRead(reading));
        } catch (IOException | RuntimeException e) {
            return new Opened.Failed(e.toString());
        }
    }

    private void prepare() throws IOException {
        OwnerOnly.folder(directory);
        if (Files.notExists(path())) {
            Files.createFile(path(), OwnerOnly.file(directory));
        }
    }

    private MVStore openAndRead(Consumer<MVStore> reading) {
        // Committed by the store thread alone, so that all maps are in step; free space is used again at once.
        MVStore store = new MVStore.Builder()
                .fileName(scheme + path())
                .cacheSize(PAGE_CACHE)
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .autoCompactFillRate(60)
                .open();
        try {
            store.setRetentionTime(0);
            store.setVersionsToKeep(0);
            reading.accept(store);
            return store;
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e;
        }
    }

    /** Renames the damaged file, so that a new one can be begun. */
    void setAside(RuntimeException damage) throws IOException {
        Path aside = directory.resolve(NAME + ".damaged-" + STAMP.format(clock.instant()));
        Files.move(path(), aside);
        LOG.error(
                "The state in {} is damaged ({}). It was set aside as {} and a new one is begun: what was learnt is lost;"
                        + " enter bans and allow entries again unless they are still listed",
                path(),
                damage.getMessage(),
                aside);
    }

    /** Whether the octets are wrong, rather than the disk below them. */
    static boolean isDamage(RuntimeException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && !(cause instanceof EOFException)) {
                return false;
            }
        }
        return !(e instanceof MVStoreException store) || store.getErrorCode() != DataUtils.ERROR_WRITING_FAILED;
    }

    /** What an operator should read: the disk's own words if there are any. */
    static String reason(RuntimeException e) {
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        if (last instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile()
                    + "; let this user write there, or name another directory with state.directory";
        }
        return last instanceof IOException ? last.toString() : e.toString();
    }
}
