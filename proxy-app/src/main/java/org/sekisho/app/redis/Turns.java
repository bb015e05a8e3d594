package org.sekisho.app.redis;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Lets what changes the same record on this node go one after the other, so that they do not spoil each other's
 * comparisons: only other nodes do.
 */
final class Turns {
    private final Executor executor;
    private final Map<String, CompletableFuture<?>> last = new HashMap<>();

    /** @param executor for work that had to wait */
    Turns(Executor executor) {
        this.executor = executor;
    }

    /** Does the work when all that change one of these records and came before are over; {@code mine} says when it is. */
    void take(Collection<String> records, CompletableFuture<?> mine, Runnable work) {
        CompletableFuture<Void> before;
        synchronized (this) {
            before = CompletableFuture.allOf(records.stream()
                    .map(record -> last.put(record, mine))
                    .filter(earlier -> earlier != null && !earlier.isDone())
                    .map(earlier -> earlier.handle((answers, failure) -> null))
                    .toArray(CompletableFuture<?>[]::new));
        }
        CompletionStage<?> end = mine;
        end.whenComplete((answers, failure) -> leave(records, mine));
        if (before.isDone()) {
            work.run();
        } else {
            CompletionStage<Void> waiting = before;
            waiting.thenRunAsync(work, executor);
        }
    }

    private synchronized void leave(Collection<String> records, CompletableFuture<?> mine) {
        records.forEach(record -> last.remove(record, mine));
    }
}
