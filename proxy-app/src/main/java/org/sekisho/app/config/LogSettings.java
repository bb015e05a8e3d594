package org.sekisho.app.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the log goes and how it looks.
 *
 * @param file appended to; empty means standard error
 * @param level the least important messages to write; the lines about sessions and mail have the level info
 */
public record LogSettings(Format format, Optional<Path> file, Level level) {
    public static final LogSettings DEFAULTS = new LogSettings(Format.TEXT, Optional.empty(), Level.INFO);

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
