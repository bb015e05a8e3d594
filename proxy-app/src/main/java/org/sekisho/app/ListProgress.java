package org.sekisho.app;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.redis.RedisNews.Change;
import org.sekisho.app.redis.RedisNews.Position;

/**
 * How far this node has come with the changes of one list: of which it has heard, and which it has taken in. Looks at the
 * store's own position now and then say what it has missed. Thread-safe.
 */
final class ListProgress {
    /** So many that came after one that was missed are kept in mind; with more the list is read once more. */
    private static final int MOST_AHEAD = 100_000;

    private Position taken = Position.NONE;
    /** Changes behind that position which were taken in, too. */
    private final NavigableMap<Long, Change> ahead = new TreeMap<>();
    /** What is heard next has a higher number. */
    private long heard;
    /** The number of the store's last change at the last look. */
    private long looked;

    private boolean lost;

    /** The last change up to which all were taken in. */
    synchronized Position taken() {
        return taken;
    }

    /** This change was told of. Numbers are told in their order: one that is used again is of a store that has lost the other. */
    synchronized void heard(long number) {
        lost |= number <= heard;
        heard = number;
    }

    /** Whether the store has lost changes, as the numbers say that were heard. */
    synchronized boolean hasLost() {
        return lost;
    }

    /** This change has been taken in. */
    synchronized void took(Change change) {
        long number = change.number();
        if (number > taken.number() && number <= heard && ahead.size() < MOST_AHEAD) {
            ahead.put(number, change);
            advance();
        }
    }

    /** The list has been taken in as it was at that position, or later. */
    synchronized void tookAll(Position last) {
        if (!last.log().equals(taken.log()) || last.number() > taken.number()) {
            taken = last;
        }
        advance();
    }

    /** What was heard while the list was read counts from then on. */
    private void advance() {
        if (taken.log().isEmpty()) {
            return;
        }
        ahead.headMap(taken.number(), true).clear();
        for (Change next = next(); next != null; next = next()) {
            taken = new Position(taken.log(), next);
        }
    }

    private @Nullable Change next() {
        return ahead.remove(taken.number() + 1);
    }

    /** Whether a change that was there at the last look has not been taken in. */
    synchronized boolean hasMissed() {
        return taken.number() < looked;
    }

    /** The store was looked at. What it told of before the last look has been heard by now, or never will be. */
    synchronized void looked(Position last) {
        heard = Math.max(heard, looked);
        looked = last.number();
    }

    /** The store has again what it had lost, and counts on from wherever it is. */
    synchronized void mended() {
        taken = Position.NONE;
        ahead.clear();
        heard = 0;
        looked = 0;
        lost = false;
    }
}
