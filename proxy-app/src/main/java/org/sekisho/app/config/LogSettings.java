package org.sekisho.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the log goes and how it looks.
 *
 * @param file appended to; empty means standard error
 * @param level the least important messages to write; the lines about sessions and mail have the level info
 * @param pseudonyms whether pseudonyms stand for addresses, accounts and mailboxes, in decisions and the audit as well
 * @param rotateKey how long one key makes the pseudonyms
 * @param keepKeys how long a key is kept after that; then nobody can tell whom its pseudonyms meant
 */
public record LogSettings(
        Format format, Optional<Path> file, Level level, boolean pseudonyms, Duration rotateKey, Duration keepKeys) {
    private static final Duration SHORTEST_ROTATION = Duration.ofHours(1);
    private static final int MOST_KEYS = 100;

    public static final LogSettings DEFAULTS = of(Format.TEXT, Optional.empty(), Level.INFO);

    public LogSettings {
        if (rotateKey.compareTo(SHORTEST_ROTATION) < 0) {
            throw new IllegalArgumentException("rotateKey must be at least 1h");
        }
        if (keepKeys.isNegative() || keepKeys.compareTo(rotateKey.multipliedBy(MOST_KEYS)) > 0) {
            throw new IllegalArgumentException("keepKeys must be 0s or more, and at most 100 times rotateKey");
        }
    }

    /** One with names as they are. */
    public static LogSettings of(Format format, Optional<Path> file, Level level) {
        return new LogSettings(format, file, level, false, Duration.ofDays(30), Duration.ofDays(90));
    }

    public enum Format {
        /** {@code key=value} for people and grep. */
        TEXT,
        /** One JSON object a line. */
        JSON
    }

    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }
}
