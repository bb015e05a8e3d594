package org.sekisho.app.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.Row;
import org.sekisho.state.Table;

/**
 * The records of one table that were used last, all of which are in its {@link LearnedTree} too. Any thread may read and
 * change what is here; only the store thread adds and removes.
 */
final class LearnedCache {
    /** One record. */
    static final class Entry {
        final String key;
        final String owner;
        Row row;
        /** Changed since it was written to the tree. */
        boolean changed;

        Entry(String key, String owner, Row row) {
            this.key = key;
            this.owner = owner;
            this.row = row;
        }

        int octets() {
            return key.length() + row.octets().length;
        }
    }

    /** Octets of values and keys; records of 300 octets, as most are, reach the other bound first. */
    private static final int MOST_OCTETS = 8 << 20;

    private final int most;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private List<Entry> changed = new ArrayList<>();
    private boolean complete;
    private int octets;
    /** Keys with updates that wait for the store thread, and how many: nobody can say yet that they are nowhere. */
    private final Map<String, Integer> awaited = new HashMap<>();

    LearnedCache(int most) {
        this.most = most;
    }

    /** Whether all records of the table are here, so that what is not is nowhere. That holds until one makes room. */
    synchronized void complete(boolean all) {
        complete = all;
    }

    synchronized void await(String key) {
        awaited.merge(key, 1, Integer::sum);
    }

    /** One update of that key has been carried out, or never will be. */
    synchronized void came(String key) {
        awaited.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    private boolean nowhere(String key, @Nullable Entry entry) {
        return (complete || entry != null) && !awaited.containsKey(key);
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized boolean isComplete() {
        return complete;
    }

    synchronized <T> Attempt<T> read(Table<T> table, String key, long now) {
        Entry entry = entries.get(key);
        if (entry != null && !entry.row.expired(now)) {
            return new Attempt.Done<>(entry.row.held(table));
        }
        return nowhere(key, entry) ? new Attempt.Done<>(Optional.empty()) : new Attempt.NotHere<>();
    }

    /** Changes a record that is here and stays, or leaves one that is nowhere as it is. */
    synchronized <T> Attempt<T> update(Batch.Update<T> update, long now) {
        Entry entry = entries.get(update.key());
        if (entry == null || entry.row.expired(now)) {
            return nowhere(update.key(), entry)
                            && update.applyTo(Optional.empty()).isEmpty()
                    ? new Attempt.Done<>(Optional.empty())
                    : new Attempt.NotHere<>();
        }
        Optional<Held<T>> before = entry.row.held(update.table());
        Optional<Held<T>> after = update.applyTo(before);
        if (after.isEmpty() || Row.nanos(after.get().expires()) <= now) {
            return new Attempt.NotHere<>();
        }
        if (!after.equals(before)) {
            octets -= entry.octets();
            entry.row = Row.of(update.table(), update.key(), after.get());
            octets += entry.octets();
            if (!entry.changed) {
                entry.changed = true;
                changed.add(entry);
            }
        }
        return new Attempt.Done<>(after);
    }

    /**
     * Removes a record if the change still says so, and answers true if it did: since it was tried, the record may have
     * changed.
     */
    synchronized <T> boolean removeIf(Batch.Update<T> update, long now) {
        Entry entry = entries.get(update.key());
        if (entry == null || entry.row.expired(now)) {
            return false;
        }
        Optional<Held<T>> after = update.applyTo(entry.row.held(update.table()));
        if (after.isPresent() && Row.nanos(after.get().expires()) > now) {
            return false;
        }
        remove(update.key());
        return true;
    }

    synchronized void add(String key, String owner, Row row) {
        remove(key);
        Entry entry = new Entry(key, owner, row);
        entries.put(key, entry);
        octets += entry.octets();
    }

    synchronized void remove(String key) {
        Entry entry = entries.remove(key);
        if (entry != null) {
            entry.changed = false;
            octets -= entry.octets();
        }
    }

    /** Removes a record that has expired, and answers true if it did. */
    synchronized boolean dropExpired(String key, long now) {
        Entry entry = entries.get(key);
        if (entry == null || !entry.row.expired(now)) {
            return false;
        }
        remove(key);
        return true;
    }

    synchronized boolean holds(String key) {
        return entries.containsKey(key);
    }

    /** Hands over all changed records, which count as unchanged from now on. */
    void takeChanges(BiConsumer<Entry, Row> tree) {
        List<Entry> taken;
        synchronized (this) {
            taken = changed;
            changed = new ArrayList<>();
        }
        for (Entry entry : taken) {
            Row row = take(entry);
            if (row != null) {
                tree.accept(entry, row);
            }
        }
    }

    private synchronized @Nullable Row take(Entry entry) {
        if (!entry.changed) {
            return null;
        }
        entry.changed = false;
        return entry.row;
    }

    /** Lets go of what was used the longest time ago, until there is room for one more. */
    void makeRoom(BiConsumer<Entry, Row> tree) {
        while (true) {
            Entry oldest;
            synchronized (this) {
                if (entries.size() < most && octets < MOST_OCTETS) {
                    return;
                }
                Iterator<Map.Entry<String, Entry>> all = entries.entrySet().iterator();
                oldest = all.next().getValue();
                all.remove();
                octets -= oldest.octets();
                complete = false;
            }
            Row row = take(oldest);
            if (row != null) {
                tree.accept(oldest, row);
            }
        }
    }

    /** All records, to be written somewhere else; they count as unchanged from now on. */
    synchronized void writeAll(BiConsumer<Entry, Row> tree) {
        changed = new ArrayList<>();
        for (Entry entry : entries.values()) {
            entry.changed = false;
            tree.accept(entry, entry.row);
        }
    }
}
