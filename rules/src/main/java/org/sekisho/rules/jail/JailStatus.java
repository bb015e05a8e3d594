package org.sekisho.rules.jail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a jail stands.
 *
 * @param stage the one whose thresholds hold in place of those of the settings
 * @param currentlyFailed subjects with failures within findTime that were not banned for them
 * @param totalFailed failures since the program was started
 * @param failing those with the most failures, the worst first
 * @param wouldBans whom it would have banned, if it only watches, the newest first; of both at most {@value #MOST}
 * @param failuresByCountry of those that are currently failed, as far as it is known where they are
 * @param failuresByDomain since the program was started, of the recipients' domains
 */
public record JailStatus(
        String jail,
        JailSettings settings,
        Optional<Tightening> stage,
        int currentlyFailed,
        long totalFailed,
        List<Suspect> failing,
        List<WouldBan> wouldBans,
        Map<String, Integer> failuresByCountry,
        Map<String, Long> failuresByDomain) {
    static final int MOST = 1_000;

    public JailStatus {
        failing = List.copyOf(failing);
        wouldBans = List.copyOf(wouldBans);
        failuresByCountry = Map.copyOf(failuresByCountry);
        failuresByDomain = Map.copyOf(failuresByDomain);
    }

    /** The stage whose thresholds hold at this moment in place of those of the settings. */
    public static Optional<Tightening> stage(JailSettings settings, Instant now) {
        return settings.stages().stream()
                .filter(stage -> !stage.begin().isAfter(now))
                .reduce((earlier, later) -> later);
    }

    /** The threshold that holds. */
    public int maxRetry() {
        return stage.map(Tightening::maxRetry).orElse(settings.maxRetry());
    }

    /** The time that holds within which failures count. */
    public Duration findTime() {
        return stage.map(Tightening::findTime).orElse(settings.findTime());
    }

    /**
     * Somebody with failures.
     *
     * @param subject an address or network, or {@code account NAME}
     * @param different how many of the failures are about something of their own, such as another recipient
     * @param goodPercent how many of the recipients that it named were accepted; only of clients, and only if the jail counts
     *     them
     * @param evidence the newest failures, a line each
     */
    public record Suspect(
            String subject,
            int failures,
            int different,
            Optional<Integer> goodPercent,
            Pattern pattern,
            List<String> evidence) {}

    /**
     * Somebody who would be banned by now.
     *
     * @param until {@link Instant#MAX} for ever
     * @param goodMail messages of it that were accepted since: what the ban would have cost
     */
    public record WouldBan(
            String subject,
            Instant since,
            Instant until,
            int failures,
            int goodMail,
            Pattern pattern,
            List<String> evidence) {}

    /** What somebody seems to be doing whose failures are about recipients. */
    public enum Pattern {
        /** The same ones over and over, or just one or two: a sender's mistake. */
        MISTAKE,
        /** Many names of few domains: somebody guesses. */
        HARVESTING,
        /** A few names of each of many domains: a list that was bought or scraped. */
        SPRAYING,
        /** The failures are not about recipients. */
        OTHER;

        private static final int FEW = 3;

        static Pattern of(Tally tally, boolean recipients) {
            int different = tally.different();
            if (!recipients) {
                return OTHER;
            } else if (different < FEW || tally.repeats() >= 2 * different) {
                return MISTAKE;
            }
            return 2 * tally.groups() > different ? SPRAYING : HARVESTING;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
