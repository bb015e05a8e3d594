package org.sekisho.rules.account;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Hours, days, weeks and months as numbers since 1970, all in UTC. */
final class Calendar {
    private static final int DAYS = 7;
    /** 1 January 1970 was a Thursday; weeks begin on Mondays. */
    private static final int THURSDAY = 3;

    private Calendar() {}

    static long hour(Instant time) {
        return Duration.between(Instant.EPOCH, time).toHours();
    }

    static long day(Instant time) {
        return Duration.between(Instant.EPOCH, time).toDays();
    }

    static long week(Instant time) {
        return Math.floorDiv(day(time) + THURSDAY, DAYS);
    }

    static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}
