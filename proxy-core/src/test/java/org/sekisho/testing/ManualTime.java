package org.sekisho.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told to go on. */
public final class ManualTime implements InstantSource {
    private Instant now;

    /** Starts on 4 January 2027, 12:00 UTC. */
    public ManualTime() {
        this(Instant.parse("2027-01-04T12:00:00Z"));
    }

    public ManualTime(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }
}
