package org.sekisho.rules.jail;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Thresholds that hold from some day on, until the next ones do.
 *
 * @param from a day such as {@code 2027-02-01}, which begins at 00:00 UTC, or a time such as {@code 2027-02-01T09:00+09:00}
 * @param by who has approved it
 */
public record Tightening(String from, int maxRetry, Duration findTime, String by) {
    public Tightening {
        Bounds.check("maxRetry", maxRetry, 1, JailSettings.MOST_RETRIES);
        JailSettings.checkFindTime(findTime);
        if (by.isBlank()) {
            throw new IllegalArgumentException("by must say who has approved the stage");
        }
        begin(from);
    }

    Instant begin() {
        return begin(from);
    }

    private static Instant begin(String text) {
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "from must be a day such as 2027-02-01 or a time such as 2027-02-01T09:00+09:00, not '" + text
                            + "'",
                    e);
        }
    }
}
