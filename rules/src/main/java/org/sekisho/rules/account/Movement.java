package org.sekisho.rules.account;

import java.time.Duration;
import java.util.Locale;

/**
 * From one place to another.
 *
 * @param kilometres at least
 * @param took at most: from the last login there to the first here
 */
record Movement(Place from, Place to, double kilometres, Duration took) {
    private static final double SECONDS_PER_HOUR = 3_600;

    /** In kilometres an hour; what is at the same second has taken one. */
    double speed() {
        return kilometres / Math.max(1, took.toSeconds()) * SECONDS_PER_HOUR;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s to %s, at least %.0f km, in %d min", from, to, kilometres, took.toMinutes());
    }
}
