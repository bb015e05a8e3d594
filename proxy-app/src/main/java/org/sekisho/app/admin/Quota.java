package org.sekisho.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often somebody may do something within a span of time. Of those who did it last, {@value #MOST_REMEMBERED} are
 * remembered. Thread-safe.
 */
final class Quota {
    static final int MOST_REMEMBERED = 1_000;

    private record Window(Instant ends, int taken) {}

    private final int most;
    private final Duration span;
    private final Duration pause;
    private final InstantSource clock;
    /** Who took last comes last. */
    private final Map<String, Window> windows = new LinkedHashMap<>();

    /** @param pause how long somebody has to wait who has taken all of it, if the span is over before */
    Quota(int most, Duration span, Duration pause, InstantSource clock) {
        this.most = most;
        this.span = span;
        this.pause = pause;
        this.clock = clock;
    }

    /** Takes one; if there is none left, this is how long they have to wait. */
    synchronized Optional<Duration> take(String who) {
        Instant now = clock.instant();
        Window window = window(who, now);
        if (window.taken == most) {
            return Optional.of(Duration.between(now, window.ends));
        }
        windows.remove(who);
        if (windows.size() == MOST_REMEMBERED) {
            windows.remove(windows.keySet().iterator().next());
        }
        boolean last = window.taken + 1 == most;
        Instant paused = now.plus(pause);
        windows.put(who, new Window(last && paused.isAfter(window.ends) ? paused : window.ends, window.taken + 1));
        return Optional.empty();
    }

    private Window window(String who, Instant now) {
        Window window = windows.get(who);
        boolean holds = window != null
                && now.isBefore(window.ends)
                // A clock that was set back locks nobody out.
                && !now.plus(span).plus(pause).isBefore(window.ends);
        return window != null && holds ? window : new Window(now.plus(span), 0);
    }
}
