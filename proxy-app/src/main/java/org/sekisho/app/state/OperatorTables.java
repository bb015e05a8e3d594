package org.sekisho.app.state;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.Row;

/**
 * The operators' tables: all of them in memory, where they are read, with a copy in the file. An update is seen at once,
 * is acknowledged when it has been committed, and is taken back when that fails. Written on the store thread only.
 */
final class OperatorTables {
    private static final String PREFIX = "operator/";

    /** What was kept before an update that is not committed yet. */
    private record Before(String table, String key, Optional<Row> row) {}

    private final MemoryStore memory;
    private final Map<String, MVMap<String, Row>> copies = new HashMap<>();
    private final Set<String> tables = new HashSet<>();
    private final Deque<Before> uncommitted = new ArrayDeque<>();

    OperatorTables(InstantSource clock) {
        memory = new MemoryStore(clock);
    }

    /** On any thread. */
    MemoryStore memory() {
        return memory;
    }

    /** Begins with what stands in the file. */
    void load(MVStore file) {
        copies.clear();
        for (String name : file.getMapNames()) {
            if (name.startsWith(PREFIX)) {
                String table = name.substring(PREFIX.length());
                Cursor<String, Row> records = copy(file, table).cursor(null);
                while (records.hasNext()) {
                    String key = records.next();
                    memory.restore(table, key, Optional.of(records.getValue()));
                }
            }
        }
        if (copies.isEmpty()) {
            writeAll(file); // What could be read of a damaged file goes into the new one.
        }
    }

    /** Makes the file say what memory says. */
    void writeAll(MVStore file) {
        copies.clear();
        for (String table : List.copyOf(tables)) {
            MVMap<String, Row> copy = copy(file, table);
            copy.clear();
            for (String key : memory.keysAfter(table, "", Integer.MAX_VALUE)) {
                memory.row(table, key).ifPresent(row -> copy.put(key, row));
            }
        }
    }

    <T> Optional<Held<T>> update(MVStore file, Batch.Update<T> update) {
        String table = update.table().name();
        String key = update.key();
        Optional<Row> before = memory.row(table, key);
        Optional<Held<T>> after = memory.runNow(update);
        Optional<Row> row = memory.row(table, key);
        uncommitted.push(new Before(table, key, before));
        if (row.isPresent()) {
            copy(file, table).put(key, row.get());
        } else {
            copy(file, table).remove(key);
        }
        return after;
    }

    void committed() {
        uncommitted.clear();
    }

    void takeBack() {
        for (Before before : uncommitted) {
            memory.restore(before.table, before.key, before.row);
        }
        uncommitted.clear();
    }

    /** Removes expired records from the file; from memory they go by themselves. */
    void sweep(long now) {
        for (MVMap<String, Row> copy : copies.values()) {
            List<String> expired = new ArrayList<>();
            Cursor<String, Row> records = copy.cursor(null);
            while (records.hasNext()) {
                String key = records.next();
                if (records.getValue().expired(now)) {
                    expired.add(key);
                }
            }
            expired.forEach(copy::remove);
        }
    }

    private MVMap<String, Row> copy(MVStore file, String table) {
        tables.add(table);
        return copies.computeIfAbsent(
                table, name -> file.openMap(PREFIX + name, LearnedTree.strings(new OperatorRowType())));
    }
}
