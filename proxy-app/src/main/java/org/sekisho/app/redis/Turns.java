package org.sekisho.app.redis;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Lets batches of this node that change the same record go one after the other, so that they do not spoil each other's
 * comparisons: only other nodes do.
 */
final class Turns {
    private final Map<String, CompletableFuture<?>> last = new HashMap<>();

    /** Complete when all that change one of these records and came before are over; {@code mine} says when this one is. */
    CompletableFuture<Void> take(Collection<String> records, CompletableFuture<?> mine) {
        CompletableFuture<Void> before;
        synchronized (this) {
            before = CompletableFuture.allOf(records.stream()
                    .map(record -> last.put(record, mine))
                    .filter(earlier -> earlier != null && !earlier.isDone())
                    .map(earlier -> earlier.handle((answers, failure) -> null))
                    .toArray(CompletableFuture<?>[]::new));
        }
        mine.whenComplete((answers, failure) -> leave(records, mine));
        return before;
    }

    private synchronized void leave(Collection<String> records, CompletableFuture<?> mine) {
        records.forEach(record -> last.remove(record, mine));
    }
}
