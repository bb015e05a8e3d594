package org.sekisho.rules.limits;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Nanoseconds that never go back: a clock that is set back must not keep buckets from being refilled until it has caught up. */
public final class SteadyClock {
    private final InstantSource clock;
    private long last = Long.MIN_VALUE;
    private long setBack;

    public SteadyClock(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized long nanos() {
        Instant now = clock.instant();
        long wall = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        setBack = Math.max(setBack, last == Long.MIN_VALUE ? 0 : last - wall);
        last = wall + setBack;
        return last;
    }
}
