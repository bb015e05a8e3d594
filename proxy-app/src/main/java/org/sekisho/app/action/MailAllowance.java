package org.sekisho.app.action;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** So many mails in an hour, which begins with the first of them; what is too much is counted by jail. */
final class MailAllowance {
    private static final Duration HOUR = Duration.ofHours(1);

    private final int perHour;
    private final Map<String, Integer> held = new TreeMap<>();
    private @Nullable Instant begin;
    private int written;

    MailAllowance(int perHour) {
        this.perHour = perHour;
    }

    /** Whether one more may be written. */
    synchronized boolean admits(Instant now) {
        return written < perHour || over(now);
    }

    synchronized void count(Instant now) {
        if (begin == null || over(now)) {
            begin = now;
            written = 0;
        }
        written++;
    }

    synchronized void hold(String jail) {
        held.merge(jail, 1, Integer::sum);
    }

    /** Whether there is something to sum up, and the hour is over. */
    synchronized boolean summaryIsDue(Instant now) {
        return !held.isEmpty() && over(now);
    }

    synchronized Map<String, Integer> held() {
        return Map.copyOf(held);
    }

    /** They have been summed up. */
    synchronized void forget(Map<String, Integer> told) {
        told.forEach((jail, count) -> held.computeIfPresent(jail, (same, all) -> all > count ? all - count : null));
    }

    private boolean over(Instant now) {
        return begin != null && !now.isBefore(begin.plus(HOUR));
    }
}
