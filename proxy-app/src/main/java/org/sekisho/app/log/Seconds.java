package org.sekisho.app.log;

import java.time.Duration;

/** Durations as seconds with three decimals, which every tool can add up. */
final class Seconds {
    private Seconds() {}

    static void append(StringBuilder line, Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        line.append(millis / 1_000).append('.');
        long rest = millis % 1_000;
        line.append(rest / 100).append(rest / 10 % 10).append(rest % 10);
    }
}
