package org.sekisho.app.admin;

import java.time.Duration;

/** More was asked than may be; it can be asked again after a while. */
final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long seconds;

    TooMuch(String message, Duration wait) {
        this(message, Math.max(1, wait.plusMillis(999).toSeconds()));
    }

    private TooMuch(String message, long seconds) {
        super(message + "; try again in " + seconds + " s");
        this.seconds = seconds;
    }

    /** Whole ones, as Retry-After has them, and not too early. */
    long seconds() {
        return seconds;
    }
}
