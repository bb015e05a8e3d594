package org.sekisho.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A jail and what it has done, for operators.
 *
 * @param mode off, observe or enforce
 * @param counts the offences that it counts
 * @param currentlyFailed clients with failures within findTime
 * @param totalFailed failures since the start
 * @param totalBanned bans since the start
 * @param banned whom it has banned now
 * @param wouldBan whom it would have banned, had it not only watched, with the good mail that would have cost
 * @param countries where those come from, the most frequent first; only of clients whose country is known, and at most
 *     {@value #MOST_COUNTRIES}
 */
public record JailLine(
        String name,
        String mode,
        List<String> counts,
        Duration findTime,
        int maxRetry,
        Duration banTime,
        long currentlyFailed,
        long totalFailed,
        long totalBanned,
        List<String> banned,
        List<WouldBan> wouldBan,
        List<Country> countries) {
    static final int MOST_COUNTRIES = 10;

    /** Somebody who would have been banned. */
    public record WouldBan(String subject, Instant since, int failures, long goodMail) {}

    /**
     * What comes from a country.
     *
     * @param bans that hold
     * @param failures of those that are currently failed
     */
    public record Country(String code, int bans, int failures) {}

    /** What an operator changes in a jail until the next reload; each as it is written in the configuration. */
    public record Change(String key, String value) {}
}
