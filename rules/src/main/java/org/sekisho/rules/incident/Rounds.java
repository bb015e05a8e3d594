package org.sekisho.rules.incident;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Does something about a key, never twice at the same time: for all who ask meanwhile it is done once more, after that.
 * Thread-safe.
 */
final class Rounds {
    private final Function<String, CompletionStage<Void>> work;
    private final Set<String> underWay = new HashSet<>();
    /** By key, the round after the one that is under way. */
    private final Map<String, CompletableFuture<Void>> next = new HashMap<>();

    Rounds(Function<String, CompletionStage<Void>> work) {
        this.work = work;
    }

    synchronized boolean isUnderWay(String key) {
        return underWay.contains(key);
    }

    /** Complete when it has been done from now on. */
    CompletionStage<Void> ask(String key) {
        synchronized (this) {
            if (!underWay.add(key)) {
                return next.computeIfAbsent(key, after -> new CompletableFuture<>());
            }
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        run(key, done);
        return done;
    }

    private void run(String key, CompletableFuture<Void> done) {
        CompletableFuture.completedStage(key).thenCompose(work).whenComplete((nothing, failure) -> {
            Optional<CompletableFuture<Void>> another = another(key);
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
            another.ifPresent(after -> run(key, after));
        });
    }

    private synchronized Optional<CompletableFuture<Void>> another(String key) {
        Optional<CompletableFuture<Void>> another = Optional.ofNullable(next.remove(key));
        if (another.isEmpty()) {
            underWay.remove(key);
        }
        return another;
    }
}
