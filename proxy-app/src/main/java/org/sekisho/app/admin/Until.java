package org.sekisho.app.admin;

import java.time.Duration;
import java.time.Instant;

/** When something ends that is to last for so many seconds. */
final class Until {
    /** A hundred years: what is to last longer is to last for ever. */
    private static final long MOST_SECONDS = Duration.ofDays(36_500).toSeconds();

    private Until() {}

    static Instant after(Instant now, long seconds) {
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new IllegalArgumentException(
                    "seconds must be between 1 and " + MOST_SECONDS + " (36500 days); is " + seconds);
        }
        return now.plusSeconds(seconds);
    }
}
