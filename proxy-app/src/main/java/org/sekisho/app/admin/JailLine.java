package org.sekisho.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A jail and what it has done, for operators.
 *
 * @param mode off, observe or enforce
 * @param counts the offences that it counts
 * @param findTime the one that holds, as is maxRetry
 * @param stage from when on the stage holds that these are of; empty if they are the jail's own
 * @param ignoreIp whom it never bans
 * @param currentlyFailed clients with failures within findTime
 * @param totalFailed failures since the start
 * @param totalBanned bans since the start, and those that held before it
 * @param banned whom it has banned now
 * @param failing those with the most failures that are not banned for them, the worst first; at most {@value #MOST_FAILING}
 * @param wouldBan whom it would have banned, had it not only watched, with the good mail that would have cost
 * @param countries where those come from, the most frequent first; only of clients whose country is known, and at most
 *     {@value #MOST_TOLD}
 * @param domains of recipients that failures were about, the most frequent first
 */
public record JailLine(
        String name,
        String mode,
        List<String> counts,
        Duration findTime,
        int maxRetry,
        Optional<String> stage,
        Duration banTime,
        List<String> ignoreIp,
        long currentlyFailed,
        long totalFailed,
        long totalBanned,
        List<String> banned,
        List<Suspect> failing,
        List<WouldBan> wouldBan,
        List<Country> countries,
        List<Domain> domains) {
    /** So many countries, and so many domains, are told: those with the most. */
    static final int MOST_TOLD = 10;

    /** So many are told who may be banned next. */
    static final int MOST_FAILING = 20;

    /**
     * Somebody who may be banned next.
     *
     * @param subject an address or network, or {@code account NAME}, {@code system ASN}, {@code country CODE}
     * @param different how many of the failures are about something of their own, such as another recipient
     * @param goodPercent how many of the recipients that it named were accepted; only of clients, and only if the jail counts
     *     them
     * @param pattern what it seems to do: mistake, harvesting, spraying or, if its failures are not about recipients, other
     * @param evidence its newest failures, a line each
     */
    public record Suspect(
            String subject,
            int failures,
            int different,
            Optional<Integer> goodPercent,
            String pattern,
            List<String> evidence) {}

    /**
     * Somebody who would have been banned.
     *
     * @param pattern as that of a {@link Suspect}
     */
    public record WouldBan(String subject, Instant since, int failures, long goodMail, String pattern) {}

    /**
     * What was tried at a domain behind us.
     *
     * @param failures since the start
     */
    public record Domain(String name, long failures) {}

    /**
     * What comes from a country.
     *
     * @param bans that hold
     * @param failures of those that are currently failed
     */
    public record Country(String code, int bans, int failures) {}

    /**
     * What an operator changes in a jail until it is reloaded.
     *
     * @param key one of {@link JailKey}, or {@value #ADD_IGNORE_IP} or {@value #DEL_IGNORE_IP} for some entries of ignoreIp
     * @param value as in the configuration; spaces stand between entries
     */
    public record Change(String key, String value) {
        public static final String ADD_IGNORE_IP = "addIgnoreIp";
        public static final String DEL_IGNORE_IP = "delIgnoreIp";
    }
}
