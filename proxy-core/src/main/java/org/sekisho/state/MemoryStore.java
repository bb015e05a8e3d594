package org.sekisho.state;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The store that forgets everything when the program ends. Answers at once, on the caller's thread, so no limit ever passes;
 * it has no threads, and what has expired leaves when others are written. Changes run under the lock of their table.
 */
public final class MemoryStore implements StateStore {
    private final InstantSource clock;
    private final Map<String, MemoryTable> tables = new ConcurrentHashMap<>();

    public MemoryStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        List<Batch.Step<?>> steps = batch.steps();
        List<Optional<? extends Held<?>>> found = new ArrayList<>(steps.size());
        try {
            for (Batch.Step<?> step : steps) {
                found.add(runNow(step));
            }
        } catch (StateException e) {
            return CompletableFuture.failedFuture(e);
        }
        return CompletableFuture.completedFuture(new Answers(found));
    }

    /** Carries out one step, at once; throws {@link StateException} where {@link #run} would fail. */
    public <T> Optional<Held<T>> runNow(Batch.Step<T> step) {
        long now = Row.nanos(clock.instant());
        Table<T> table = step.table();
        return step instanceof Batch.Update<T> update
                ? table(table.name()).update(table, update, now)
                : table(table.name()).read(table, step.key(), now);
    }

    /** What is kept under a key, expired or not, for a store that is built on this one. */
    public Optional<Row> row(String table, String key) {
        return table(table).row(key);
    }

    /** Puts a row back, or takes it away, past all bounds, for a store that is built on this one. */
    public void restore(String table, String key, Optional<Row> row) {
        table(table).restore(key, row);
    }

    /** All records of a table. */
    void forget(String table) {
        tables.remove(table);
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        long now = Row.nanos(clock.instant());
        List<Entry<T>> entries = new ArrayList<>();
        List<String> newer = new ArrayList<>();
        String last = after;
        while (true) {
            List<String> keys = keysAfter(table.name(), last, most + 1);
            boolean more = keys.size() > most;
            for (String key : more ? keys.subList(0, most) : keys) {
                Optional<Row> row = row(table.name(), key).filter(there -> !there.expired(now));
                Optional<Held<T>> held = row.flatMap(there -> there.readable(table));
                if (held.isPresent()) {
                    entries.add(new Entry<>(key, held.get()));
                } else if (row.filter(there -> there.isNewer(table)).isPresent()) {
                    newer.add(key);
                }
                last = key;
            }
            if (!entries.isEmpty() || !more) { // A page of expired records would end the walk.
                return CompletableFuture.completedFuture(new Page<>(entries, more, newer));
            }
        }
    }

    /** The next keys of a table in their order, those of expired records among them. */
    public List<String> keysAfter(String table, String after, int most) {
        return table(table).keysAfter(after, most);
    }

    @Override
    public <T> long count(Table<T> table) {
        return table(table.name()).count();
    }

    /** About how many octets of memory the records of all tables take. */
    public long octets() {
        return tables.values().stream().mapToLong(MemoryTable::octets).sum();
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    /** Nothing to let go of. */
    @Override
    public void close() {}

    private MemoryTable table(String name) {
        MemoryTable table = tables.get(name);
        return table != null ? table : tables.computeIfAbsent(name, fresh -> new MemoryTable());
    }
}
