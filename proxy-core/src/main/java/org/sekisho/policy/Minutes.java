package org.sekisho.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekisho.policy.Trail.Effect;
import org.sekisho.policy.Trail.Entry;

/**
 * The entries of a trail while it is written: some come later than the decision, each at the place where its rule was
 * asked. Thread-safe.
 */
final class Minutes {
    private final List<@Nullable Entry> entries;
    private int awaited;
    private @Nullable Consumer<List<Entry>> reader;

    Minutes(int expected) {
        entries = new ArrayList<>(expected);
    }

    synchronized void write(Entry entry) {
        entries.add(entry);
    }

    /** Leaves room for an entry that comes later; answers its place. */
    synchronized int leaveRoom() {
        entries.add(null);
        awaited++;
        return entries.size() - 1;
    }

    /** Fills room that was left; answers what is to be done if that was the last. */
    synchronized Optional<Runnable> fill(int place, Entry entry) {
        entries.set(place, entry);
        awaited--;
        return complete();
    }

    /** Nothing more will be written but into the room that was left; the reader gets all, once all is there. */
    synchronized Optional<Runnable> close(Consumer<List<Entry>> all) {
        reader = all;
        return complete();
    }

    /** The reader is called outside of the lock. */
    private Optional<Runnable> complete() {
        Consumer<List<Entry>> waiting = reader;
        if (waiting == null || awaited > 0) {
            return Optional.empty();
        }
        List<Entry> all = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            if (entry != null) {
                all.add(entry);
            }
        }
        return Optional.of(() -> waiting.accept(all));
    }

    /** Whether what has been written so far is worth keeping. */
    synchronized boolean notable() {
        for (Entry entry : entries) {
            if (entry != null && notable(entry)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is anything in it that was done, held or would have been done. */
    static boolean notable(List<Entry> entries) {
        return entries.stream().anyMatch(Minutes::notable);
    }

    /** That strangers wait a moment for their greeting is nothing that anybody asks about. */
    private static boolean notable(Entry entry) {
        if (entry.from() == Point.CONNECT && !entry.finding().verdict().refuses()) {
            return false;
        }
        return entry.effect() == Effect.ACTED
                || entry.effect() == Effect.WOULD_HAVE_ACTED
                || entry.effect() == Effect.HELD;
    }
}
