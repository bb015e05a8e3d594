package org.sekisho.app.log;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Times with three decimals: instants in UTC, durations as seconds, which every tool can add up. */
public final class Times {
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private Times() {}

    /** As the log has it, such as {@code 2027-01-04T12:00:00.000Z}. */
    public static String text(Instant instant) {
        return MILLISECONDS.format(instant);
    }

    static void append(StringBuilder line, Instant instant) {
        MILLISECONDS.formatTo(instant, line);
    }

    static void append(StringBuilder line, Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        line.append(millis / 1_000).append('.');
        long rest = millis % 1_000;
        line.append(rest / 100).append(rest / 10 % 10).append(rest % 10);
    }
}
