package org.sekisho.app.action;

import java.time.Duration;
import java.util.List;

/**
 * How an action works.
 *
 * @param queue events that may wait for it
 * @param limit for one try
 * @param pauses before the second and each further try
 * @param idle how long nothing happens before it is told so
 * @param farewell for what still waits when the program stops
 */
record Pace(int queue, Duration limit, List<Duration> pauses, Duration idle, Duration farewell) {
    private static final int QUEUE = 10_000;
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5));
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    Pace {
        pauses = List.copyOf(pauses);
    }

    /** Three tries. */
    static Pace limitedTo(Duration limit) {
        return new Pace(QUEUE, limit, PAUSES, IDLE, FAREWELL);
    }

    /** The same, but told so soon that nothing happens. */
    Pace idleAfter(Duration soon) {
        return new Pace(queue, limit, pauses, soon, farewell);
    }
}
