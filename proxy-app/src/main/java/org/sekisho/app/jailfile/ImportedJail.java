package org.sekisho.app.jailfile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A jail in our words.
 *
 * @param name ours
 * @param from fail2ban's
 * @param banTime empty for one that only an operator ends
 */
record ImportedJail(
        String name,
        String from,
        boolean enabled,
        Duration findTime,
        int maxRetry,
        Optional<Duration> banTime,
        List<String> ignoreIp,
        Optional<Increment> increment) {

    /** How bans of the same client grow; what was not said is left out. */
    record Increment(
            boolean enabled,
            Optional<Double> factor,
            List<Integer> multipliers,
            Optional<Duration> maxTime,
            Optional<Duration> random) {}

    ImportedJail named(String other) {
        return new ImportedJail(other, from, enabled, findTime, maxRetry, banTime, ignoreIp, increment);
    }
}
