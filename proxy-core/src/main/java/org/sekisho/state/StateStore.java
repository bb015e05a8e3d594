package org.sekisho.state;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Bounded tables of expiring records. Thread-safe; never blocks its caller; answers may come on any thread, and come at
 * once where the record is in memory.
 *
 * <p>A batch that takes longer than its limit, or that the store cannot carry out, fails its stage with a
 * {@link StateException}: its outcome is then unknown and it is not repeated. Each rule declares what it answers then.
 */
public interface StateStore extends AutoCloseable {
    /** Longest key, in characters; an update with a longer one fails. */
    int LONGEST_KEY = 1000;

    /** Carries out a batch. An update that meets others on the same record is tried again, at most eight times. */
    CompletionStage<Answers> run(Batch batch, Duration limit);

    /** One read. */
    default <T> CompletionStage<Optional<Held<T>>> read(Table<T> table, String key, Duration limit) {
        Batch batch = new Batch();
        Batch.Ticket<T> ticket = batch.read(table, key);
        return run(batch, limit).thenApply(answers -> answers.get(ticket));
    }

    /** One update; the answer is what is held after it. */
    default <T> CompletionStage<Optional<Held<T>>> update(
            Table<T> table, String key, String owner, Change<T> change, Duration limit) {
        Batch batch = new Batch();
        Batch.Ticket<T> ticket = batch.update(table, key, owner, change);
        return run(batch, limit).thenApply(answers -> answers.get(ticket));
    }

    /**
     * The next records of a table in the order of their keys: never while a client waits.
     *
     * @param after the last key of the page before; empty for the first page
     * @param most how many at most, 1 to 1,000; 1 to 100,000 for an operators' table, which is in memory
     */
    <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most);

    /** How many records a table holds; expired ones may still count until they are swept. */
    <T> long count(Table<T> table);

    /** When records of a table were written, as far as the store knows: for operators only. */
    default <T> CompletionStage<Written> written(Table<T> table) {
        return CompletableFuture.completedStage(Written.UNKNOWN);
    }

    /**
     * The same store, for whoever would rather be answered by what this node alone has learnt than not at all. A store that no
     * other node writes to is that itself.
     */
    default StateStore orLocal() {
        return this;
    }

    /** Whether the store works, in words for an operator; empty if it does. */
    Optional<String> trouble();

    @Override
    void close();

    /**
     * Part of a table.
     *
     * @param more whether others follow
     * @param newer keys of records that a newer version of this program wrote: they are there, and cannot be read here
     */
    record Page<T>(List<Entry<T>> entries, boolean more, List<String> newer) {
        public Page {
            entries = List.copyOf(entries);
            newer = List.copyOf(newer);
        }
    }

    /**
     * When records of a table were written last, each empty where that is not known, or where there is none.
     *
     * @param oldest of the record that was not written for the longest time
     * @param newest of the one that was written last
     */
    record Written(Optional<Instant> oldest, Optional<Instant> newest) {
        private static final long FIRST = 1_000_000_000_000_000L; // in the year 2001

        public static final Written UNKNOWN = new Written(Optional.empty(), Optional.empty());

        /** As stores that order their records by it write it down: a number that grows with each write, in microseconds. */
        public static Written ofMicros(long oldest, long newest) {
            return new Written(time(oldest), time(newest));
        }

        /** Smaller numbers were counted: an older store did not write down the time. */
        private static Optional<Instant> time(long micros) {
            return micros < FIRST ? Optional.empty() : Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        }
    }

    /** One record of a page. */
    record Entry<T>(String key, Held<T> held) {}
}
