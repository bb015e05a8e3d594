package org.sekisho.app.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Row;

/**
 * The records of one table in three sorted maps: by key, by the time of their last write, and by owner and key. The three
 * are always in step, because one thread writes them and commits them. Store thread only.
 */
final class LearnedTree {
    static final String RECORDS = "records/";

    private static final byte[] NOTHING = {};
    private static final String BETWEEN = "\n";
    private static final String BEHIND = "\u000b"; // the character after it

    /** For so many owners it is remembered until when none of their records expires. */
    private static final int REMEMBERED_OWNERS = 10_000;

    private final MVMap<String, byte[]> records;
    private final MVMap<Long, String> byAge;
    private final MVMap<String, byte[]> byOwner;
    private final Map<String, Long> nothingExpiresBefore = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED_OWNERS;
        }
    };
    private long writes;

    LearnedTree(MVStore store, String table) {
        records = store.openMap(RECORDS + table, strings(ByteArrayDataType.INSTANCE));
        byAge = store.openMap(
                "by-age/" + table,
                new MVMap.Builder<Long, String>().keyType(LongDataType.INSTANCE).valueType(StringDataType.INSTANCE));
        byOwner = store.openMap("by-owner/" + table, strings(ByteArrayDataType.INSTANCE));
        Long last = byAge.lastKey();
        writes = last == null ? 0 : last;
    }

    static MVMap.Builder<String, byte[]> strings(ByteArrayDataType value) {
        return new MVMap.Builder<String, byte[]>()
                .keyType(StringDataType.INSTANCE)
                .valueType(value);
    }

    Optional<StoredRecord> get(String key) {
        return Optional.ofNullable(records.get(key)).flatMap(StoredRecord::decode);
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
        get(key).ifPresent(old -> byAge.remove(old.written()));
        put(key, owner, row);
    }

    private void put(String key, String owner, Row row) {
        writes++;
        records.put(key, new StoredRecord(row, writes, owner).encode());
        byAge.put(writes, key);
        nothingExpiresBefore.computeIfPresent(owner, (same, before) -> Math.min(before, row.expires()));
    }

    void remove(String key) {
        byte[] octets = records.remove(key);
        if (octets != null) {
            StoredRecord.decode(octets).ifPresent(old -> {
                byAge.remove(old.written());
                if (!old.owner().isEmpty()) {
                    byOwner.remove(old.owner() + BETWEEN + key);
                }
            });
        }
    }

    /** The key whose record was not written for the longest time. */
    Optional<String> oldest() {
        Long first = byAge.firstKey();
        // A record that cannot be read any more is in no index; it makes room last.
        return Optional.ofNullable(first == null ? records.firstKey() : byAge.get(first));
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
        return records.higherKey(key);
    }

    /** From this key on, in the order of keys. */
    Cursor<String, byte[]> from(@Nullable String key) {
        return records.cursor(key);
    }
}
