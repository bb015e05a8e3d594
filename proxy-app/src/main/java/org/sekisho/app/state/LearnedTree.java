package org.sekisho.app.state;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Row;
import org.sekisho.state.StateStore.Written;

/**
 * The records of one table in three sorted maps: by the time of their last write in microseconds, which holds them; by key; and by owner
 * and key. What is written goes to the end of the first, so that records, which may be large, come to the disk once and
 * side by side; the others are small. The three are always in step, because one thread writes them and commits them.
 * Store thread only.
 */
final class LearnedTree {
    static final String RECORDS = "learned/";

    private static final byte[] NOTHING = {};
    private static final String BETWEEN = "\n";
    private static final String BEHIND = "\u000b"; // the character after it

    /** For so many owners it is remembered until when none of their records expires. */
    private static final int REMEMBERED_OWNERS = 10_000;

    private final MVMap<Long, byte[]> records;
    private final MVMap<String, Long> byKey;
    private final MVMap<String, byte[]> byOwner;
    private final Map<String, Long> nothingExpiresBefore = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED_OWNERS;
        }
    };
    private final InstantSource clock;
    /** The last one. Stores of older versions began with 1 and counted. */
    private long write;

    LearnedTree(MVStore store, String table, InstantSource clock) {
        this.clock = clock;
        records = store.openMap(
                RECORDS + table,
                new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
        byKey = store.openMap("by-key/" + table, strings(LongDataType.INSTANCE));
        byOwner = store.openMap("by-owner/" + table, strings(ByteArrayDataType.INSTANCE));
        Long last = records.lastKey();
        write = last == null ? 0 : last;
    }

    static <V> MVMap.Builder<String, V> strings(DataType<V> value) {
        return new MVMap.Builder<String, V>().keyType(StringDataType.INSTANCE).valueType(value);
    }

    Optional<StoredRecord> get(String key) {
        return Optional.ofNullable(byKey.get(key)).map(records::get).flatMap(StoredRecord::decode);
    }

    void insert(String key, String owner, Row row) {
        remove(key);
        put(key, owner, row);
        if (!owner.isEmpty()) {
            byOwner.put(owner + BETWEEN + key, NOTHING);
        }
    }

    /** A newer value of a record that is there. */
    void rewrite(String key, String owner, Row row) {
        Long old = byKey.get(key);
        if (old != null) {
            records.remove(old);
        }
        put(key, owner, row);
    }

    private void put(String key, String owner, Row row) {
        write = Math.max(write + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
        records.put(write, new StoredRecord(key, owner, row).encode());
        byKey.put(key, write);
        nothingExpiresBefore.computeIfPresent(owner, (same, before) -> Math.min(before, row.expires()));
    }

    void remove(String key) {
        Long number = byKey.remove(key);
        byte[] octets = number == null ? null : records.remove(number);
        if (octets != null) {
            StoredRecord.decode(octets)
                    .filter(old -> !old.owner().isEmpty())
                    .ifPresent(old -> byOwner.remove(old.owner() + BETWEEN + key));
        }
    }

    /** The key whose record was not written for the longest time. */
    Optional<String> oldest() {
        while (true) {
            Long first = records.firstKey();
            if (first == null) {
                return Optional.empty();
            }
            Optional<StoredRecord> record =
                    Optional.ofNullable(records.get(first)).flatMap(StoredRecord::decode);
            if (record.isPresent()) {
                return record.map(StoredRecord::key);
            }
            records.remove(first); // Whatever it was, nobody can read it.
        }
    }

    Written written() {
        Long first = records.firstKey();
        return first == null ? Written.UNKNOWN : Written.ofMicros(first, records.lastKey());
    }

    long count() {
        return records.sizeAsLong();
    }

    long madeBy(String owner) {
        return index(owner + BEHIND) - index(owner + BETWEEN);
    }

    private long index(String key) {
        long index = byOwner.getKeyIndex(key);
        return index >= 0 ? index : -index - 1;
    }

    /** Keys of an owner's expired records. Looks only when the time has come that one may have expired. */
    List<String> expiredOf(String owner, long now) {
        List<String> expired = new ArrayList<>();
        if (nothingExpiresBefore.getOrDefault(owner, 0L) > now) {
            return expired;
        }
        long next = Row.FOR_EVER;
        Cursor<String, byte[]> made = byOwner.cursor(owner + BETWEEN);
        while (made.hasNext()) {
            String key = made.next();
            if (!key.startsWith(owner + BETWEEN)) {
                break;
            }
            String recordKey = key.substring(owner.length() + 1);
            long expires = get(recordKey).map(found -> found.row().expires()).orElse(0L);
            if (expires <= now) {
                expired.add(recordKey);
            } else {
                next = Math.min(next, expires);
            }
        }
        nothingExpiresBefore.put(owner, next);
        return expired;
    }

    /** The next key after this one; null at the end. */
    @Nullable
    String keyAfter(String key) {
        return byKey.higherKey(key);
    }

    /** Keys in their order, from this one on. */
    Iterator<String> keysFrom(String key) {
        return byKey.keyIterator(key);
    }

    /** All records in the order of their last writes. */
    Cursor<Long, byte[]> all() {
        return records.cursor(null);
    }

    /** Records in the order of their last writes, from this write on. */
    Cursor<Long, byte[]> since(long write) {
        return records.cursor(write);
    }
}
