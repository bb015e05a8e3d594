package org.sekisho.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * When to tell that something fails and works again, where part of it may fail and the rest work: once when it begins, and once
 * when a minute has passed without a failure, so that a log has at most two lines a minute. Thread-safe.
 */
public final class Outage {
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final InstantSource clock;
    /** The last failure; null while there is no outage. */
    private final AtomicReference<@Nullable Instant> last = new AtomicReference<>();

    public Outage(InstantSource clock) {
        this.clock = clock;
    }

    /** Something has failed; whether the outage begins with that. */
    public boolean begins() {
        return last.getAndSet(clock.instant()) == null;
    }

    /** Whether it has begun and not ended. */
    public boolean lasts() {
        return last.get() != null;
    }

    /** Something has worked; whether the outage ends with that. */
    public boolean ends() {
        Instant failure = last.get();
        return failure != null && !clock.instant().isBefore(failure.plus(QUIET)) && last.compareAndSet(failure, null);
    }
}
