package org.sekisho.app.state;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVStore;
import org.sekisho.state.Batch;
import org.sekisho.state.ContestedRecordException;
import org.sekisho.state.Held;
import org.sekisho.state.Row;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** One table of learnt records: a cache that sessions use, above a tree. Store thread only, except where it says so. */
final class LearnedTable {
    /** How many records one new record may push out, where a bound was lowered. */
    private static final int PUSHED_OUT_AT_ONCE = 1000;

    /** How many records one sweep looks at. */
    private static final int SWEPT_AT_ONCE = 5000;

    /** As often an update is tried that meets others on the same record. */
    private static final int TRIES = 8;

    private final String name;
    private final int cached;
    private final LearnedCache cache;
    private final InstantSource clock;
    private LearnedTree tree;
    private boolean inMemory;
    private int bound = Integer.MAX_VALUE;
    private volatile long count;
    private long sweepFrom;
    private boolean filled;

    /**
     * @param cached most records in the cache; also of the whole table while the tree has to be in memory
     * @param inMemory whether the tree has no file below it
     */
    LearnedTable(String name, int cached, LearnedTree tree, boolean inMemory, InstantSource clock) {
        this.name = name;
        this.clock = clock;
        this.cached = cached;
        this.tree = tree;
        this.inMemory = inMemory;
        cache = new LearnedCache(cached);
        count = tree.count();
    }

    /** On any thread: a step on what is in memory. */
    <T> Attempt<T> attempt(Batch.Step<T> step, long now) {
        return step instanceof Batch.Update<T> update
                ? cache.update(update, now)
                : cache.read(step.table(), step.key(), now);
    }

    /** On any thread: updates of this key are handed to the store thread, and what is asked from now on comes behind them. */
    void await(String key) {
        cache.await(key);
    }

    /** On any thread: one of them is over. */
    void came(String key) {
        cache.came(key);
    }

    /** On any thread. */
    long count() {
        return count;
    }

    <T> Optional<Held<T>> run(Batch.Step<T> step, long now) {
        String key = step.key();
        fill();
        load(key, now);
        for (int i = 0; i < TRIES; i++) {
            if (attempt(step, now) instanceof Attempt.Done<T> done) {
                return done.held();
            }
            if (!(step instanceof Batch.Update<T> update)) {
                return Optional.empty();
            }
            if (!cache.holds(key)) {
                return insert(update, now);
            }
            if (cache.removeIf(update, now)) {
                discard(key);
                return Optional.empty();
            }
        }
        throw new ContestedRecordException(name, TRIES);
    }

    /** A table that is small enough comes into the cache as a whole: what is not there then is nowhere. */
    private void fill() {
        if (filled || tree.count() > cached) {
            return;
        }
        Cursor<Long, byte[]> records = tree.all();
        while (records.hasNext()) {
            records.next();
            StoredRecord.decode(records.getValue())
                    .filter(stored -> !cache.holds(stored.key()))
                    .ifPresent(stored -> remember(stored.key(), stored.owner(), stored.row()));
        }
        filled = true;
        if (cache.size() == tree.count()) {
            cache.complete(true);
        }
    }

    /** Afterwards a record that exists is in the cache, and one that has expired is nowhere. */
    private void load(String key, long now) {
        if (cache.dropExpired(key, now)) {
            discard(key);
        } else if (!cache.holds(key)) {
            tree.get(key).ifPresent(stored -> {
                if (stored.row().expired(now)) {
                    discard(key);
                } else {
                    remember(key, stored.owner(), stored.row());
                }
            });
        }
    }

    private <T> Optional<Held<T>> insert(Batch.Update<T> update, long now) {
        Optional<Held<T>> after = update.applyTo(Optional.empty());
        if (after.isEmpty() || Row.nanos(after.get().expires()) <= now) {
            return Optional.empty();
        }
        Row row = Row.of(update.table(), update.key(), after.get());
        if (!hasRoom(update.table(), update.owner(), now)) {
            return Optional.empty();
        }
        tree.insert(update.key(), update.owner(), row);
        remember(update.key(), update.owner(), row);
        count = tree.count();
        return after;
    }

    private boolean hasRoom(Table<?> table, String owner, long now) {
        int quota = table.mostPerOwner();
        if (quota > 0 && !owner.isEmpty() && tree.madeBy(owner) >= quota) {
            flush();
            tree.expiredOf(owner, now).forEach(this::discard);
            if (tree.madeBy(owner) >= quota) {
                return false;
            }
        }
        bound = table.mostRecords();
        int most = inMemory ? Math.min(bound, cached) : bound;
        if (tree.count() >= most) {
            flush(); // What has just been written is not old.
            for (int i = 0; i < PUSHED_OUT_AT_ONCE && tree.count() >= most; i++) {
                tree.oldest().ifPresent(this::discard);
            }
        }
        return true;
    }

    private void remember(String key, String owner, Row row) {
        cache.makeRoom(this::writeBack);
        cache.add(key, owner, row);
    }

    private void discard(String key) {
        cache.remove(key);
        tree.remove(key);
        count = tree.count();
    }

    /** Brings the tree in step with the cache. */
    void flush() {
        cache.takeChanges(this::writeBack);
    }

    private void writeBack(LearnedCache.Entry entry, Row row) {
        tree.rewrite(entry.key, entry.owner, row);
    }

    /** Looks at some more records, round and round, and removes those that have expired. */
    void sweep(long now) {
        flush();
        List<String> expired = new ArrayList<>();
        Cursor<Long, byte[]> records = tree.since(sweepFrom);
        for (int i = 0; i < SWEPT_AT_ONCE && records.hasNext(); i++) {
            sweepFrom = records.next() + 1;
            StoredRecord.decode(records.getValue())
                    .filter(stored -> stored.row().expired(now))
                    .ifPresent(stored -> expired.add(stored.key()));
        }
        if (!records.hasNext()) {
            sweepFrom = 0;
        }
        expired.forEach(this::discard);
        if (!cache.isComplete() && tree.count() < cached / 2) {
            filled = false;
        }
    }

    <T> StateStore.Page<T> page(Table<T> table, String after, int most, long now) {
        flush();
        List<StateStore.Entry<T>> entries = new ArrayList<>();
        List<String> newer = new ArrayList<>();
        String next = tree.keyAfter(after);
        if (next != null) {
            Iterator<String> keys = tree.keysFrom(next);
            while (keys.hasNext()) {
                String key = keys.next();
                Optional<Row> row = tree.get(key).map(StoredRecord::row).filter(there -> !there.expired(now));
                Optional<Held<T>> held = row.flatMap(there -> there.readable(table));
                if (held.isPresent()) {
                    if (entries.size() == most) {
                        return new StateStore.Page<>(entries, true, newer);
                    }
                    entries.add(new StateStore.Entry<>(key, held.get()));
                } else if (row.filter(there -> there.isNewer(table)).isPresent()) {
                    newer.add(key);
                }
            }
        }
        return new StateStore.Page<>(entries, false, newer);
    }

    /** Of what is in the cache only, when that comes into the tree. */
    StateStore.Written written() {
        flush();
        return tree.written();
    }

    /** A tree in another store that has all records of this table; the newer ones are this table's. */
    LearnedTree copyTo(MVStore target) {
        flush();
        LearnedTree copy = new LearnedTree(target, name, clock);
        Cursor<Long, byte[]> records = tree.all();
        while (records.hasNext()) {
            records.next();
            StoredRecord.decode(records.getValue())
                    .ifPresent(stored -> copy.insert(stored.key(), stored.owner(), stored.row()));
        }
        while (copy.count() > bound) {
            copy.oldest().ifPresent(copy::remove);
        }
        return copy;
    }

    /** From now on the table stands on this tree, a copy of its own. */
    void standOn(LearnedTree copy) {
        tree = copy;
        inMemory = false;
        cache.complete(false);
        filled = false;
        sweepFrom = 0;
        count = tree.count();
    }

    /** The tree below cannot be read any more: goes on with what is in the cache. */
    void goOnInMemory(MVStore memory) {
        tree = new LearnedTree(memory, name, clock);
        inMemory = true;
        sweepFrom = 0;
        filled = true;
        cache.writeAll((entry, row) -> tree.insert(entry.key, entry.owner, row));
        cache.complete(true);
        count = tree.count();
    }
}
