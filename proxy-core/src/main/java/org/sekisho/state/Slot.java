package org.sekisho.state;

import org.jspecify.annotations.Nullable;

/**
 * One record in memory: its place among the keys, in the order of expiry, and in the order of writing. One flat object,
 * because there are many.
 */
final class Slot {
    /**
     * What a record costs in memory beyond the characters of its key and the octets of its value, on a 64-bit machine with
     * compressed pointers: this object 48, its map entry 32, its shares of the map's array and the heap 16, the headers of
     * key and value 56, and what rounding up adds.
     */
    static final int OVERHEAD = 160;

    final String key;
    final @Nullable Owner owner;
    byte[] octets;
    long expires;

    /** Index in the {@link ExpiryHeap}. */
    int place;

    // Neighbours in the order of writing, a ring.
    Slot older = this;
    Slot newer = this;

    Slot(String key, @Nullable Owner owner, Row row) {
        this.key = key;
        this.owner = owner;
        this.octets = row.octets();
        this.expires = row.expires();
    }

    Row row() {
        return new Row(octets, expires);
    }

    long size() {
        return (long) OVERHEAD + key.length() + octets.length;
    }

    void insertBefore(Slot next) {
        newer = next;
        older = next.older;
        older.newer = this;
        next.older = this;
    }

    void unlink() {
        older.newer = newer;
        newer.older = older;
    }

    /** Whoever made records: shared by all of them. */
    static final class Owner {
        final String name;
        int records;

        Owner(String name) {
            this.name = name;
        }
    }
}
