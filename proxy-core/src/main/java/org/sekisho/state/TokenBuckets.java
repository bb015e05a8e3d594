package org.sekisho.state;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Token buckets, one for each key, made full when they are first asked for. Thread-safe; never blocks; bounded: a bucket
 * that is full again is forgotten (G20), and beyond the bound those that were used least make room. Fails like a
 * {@link StateStore}.
 */
public interface TokenBuckets {

    /**
     * How much a bucket allows: {@code tokens} in each {@code period}, refilled evenly, with room for {@code burst}.
     */
    record Allowance(long tokens, Duration period, long burst) {
        public Allowance {
            if (tokens < 1 || burst < 1 || period.isNegative() || period.isZero()) {
                throw new IllegalArgumentException("An allowance is at least 1 token in a positive time");
            }
        }
    }

    /** Takes so many tokens from the bucket of that key. A key always comes with the same allowance. */
    record Taking(String key, Allowance allowance, long tokens) {}

    /**
     * @param left tokens left in the bucket, negative where it owes some; when nothing was taken, the tokens that were there
     * @param until when taken is false, the time until there will be enough
     */
    record Taken(boolean taken, long left, Duration until) {}

    /** Takes from several buckets in one trip; each on its own, answers in the same order. */
    CompletionStage<List<Taken>> take(List<Taking> takings, Duration limit);

    /** What {@link #take} would answer; takes nothing, and makes no bucket. */
    CompletionStage<List<Taken>> look(List<Taking> takings, Duration limit);

    /**
     * Takes tokens for what has happened already, also more than there are: the bucket then owes them, but never more than
     * its burst. Nothing waits for it.
     */
    void charge(List<Taking> takings);

    /** Gives tokens back that turned out not to be used; never above the burst. Nothing waits for it. */
    void giveBack(List<Taking> takings);

    /** How many buckets are kept. */
    long count();
}
