package org.sekisho.app.origin;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A file that is in use.
 *
 * @param what it tells of addresses: {@code Countries}, {@code Systems} or {@code Cities}
 * @param built when its data were put together; for a CSV, which does not say so, when it was written
 * @param entries ranges of a CSV; nodes of the search tree of an mmdb, which are about as many
 */
public record OriginFile(String what, Path path, Instant built, long entries) {
    /** Networks are handed out, sold and moved every day. */
    private static final Duration OLD = Duration.ofDays(90);

    public long daysOld(Instant now) {
        return Math.max(0, Duration.between(built, now).toDays());
    }

    /** Whether it is time for a newer one. */
    public boolean isOld(Instant now) {
        return Duration.between(built, now).compareTo(OLD) > 0;
    }

    /** What operators read: {@code Countries: FILE of 2026-06-17, 12 days old}. */
    public String line(Instant now) {
        LocalDate day = LocalDate.ofInstant(built, ZoneOffset.UTC);
        return what + ": " + path + " of " + day + ", " + daysOld(now) + " days old";
    }
}
