package org.sekisho.state;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Readings of a table that are under way, while records change here, too, and others are read: what they find may be older
 * than what is known by then. The store answers in the order in which it is asked. Thread-safe.
 */
public final class Readings {
    private static final int ATTEMPTS = 3;

    /** In the order in which they began. */
    private final Set<Reading> underWay = new LinkedHashSet<>();

    /** One of them: of a record, or of the whole table. */
    public static final class Reading {
        private final Set<String> known = new HashSet<>();

        private Reading() {}
    }

    /** @param asking asks the store, and takes in what it finds */
    public <T> CompletionStage<T> read(Function<Reading, CompletionStage<T>> asking) {
        Reading reading = begin();
        return asking.apply(reading).whenComplete((done, failure) -> end(reading));
    }

    /**
     * Reads a record, and again if something newer may be known here by then; fails where that does not end. A record that a
     * newer version of this program wrote cannot be taken in, and is passed over.
     *
     * @param asking asks the store, and says whether it has taken in what it found
     */
    public CompletionStage<Void> readUntilTaken(String key, Function<Reading, CompletionStage<Boolean>> asking) {
        return readUntilTaken(key, asking, ATTEMPTS);
    }

    private CompletionStage<Void> readUntilTaken(
            String key, Function<Reading, CompletionStage<Boolean>> asking, int attempts) {
        if (attempts == 0) {
            return CompletableFuture.failedStage(
                    new StateException(key + " was changed here " + ATTEMPTS + " times while it was read"));
        }
        return read(asking)
                .exceptionallyCompose(failure -> NewerRecordException.isCauseOf(failure)
                        ? CompletableFuture.completedStage(true)
                        : CompletableFuture.failedStage(failure))
                .thenCompose(taken ->
                        taken ? CompletableFuture.completedStage(null) : readUntilTaken(key, asking, attempts - 1));
    }

    synchronized Reading begin() {
        Reading reading = new Reading();
        underWay.add(reading);
        return reading;
    }

    synchronized void end(Reading reading) {
        underWay.remove(reading);
    }

    /** The record was changed here, of which the store may not have known when it was asked. */
    public synchronized void changed(String key) {
        underWay.forEach(reading -> reading.known.add(key));
    }

    /** What this one found under the key has been taken in; those that began before it found nothing newer. */
    public synchronized void taken(Reading last, String key) {
        for (Reading reading : underWay) {
            if (reading == last) {
                return;
            }
            reading.known.add(key);
        }
    }

    /** Whether what is known of that key may be newer than what this one finds. */
    public synchronized boolean isBehind(Reading reading, String key) {
        return reading.known.contains(key);
    }
}
