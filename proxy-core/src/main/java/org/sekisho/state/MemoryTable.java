package org.sekisho.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Slot.Owner;

/**
 * The records of one table, encoded, in memory. One lock: what is done under it takes about a microsecond.
 *
 * <p>Expired records leave at the next writes, the soonest expired first. Where room must be made although nothing has
 * expired, the record leaves that was not written for the longest time.
 */
final class MemoryTable {
    /** How many expired records one write removes when it needs no room; it adds at most one, so they never pile up. */
    private static final int SWEPT_AT_ONCE = 16;

    private final Map<String, Slot> slots = new HashMap<>();
    private final Map<String, Owner> owners = new HashMap<>();
    private final ExpiryHeap byExpiry = new ExpiryHeap();
    private final Slot ring = new Slot("", null, new Row(new byte[0], 0));
    private long octets;

    <T> Optional<Held<T>> read(Table<T> table, String key, long now) {
        Row row;
        synchronized (this) {
            Slot slot = slots.get(key);
            if (slot == null || slot.expires <= now) {
                return Optional.empty();
            }
            row = slot.row();
        }
        return row.held(table);
    }

    /** Answers what is held afterwards: empty also where a quota left no room for a new record. */
    synchronized <T> Optional<Held<T>> update(Table<T> table, Batch.Update<T> update, long now) {
        sweep(now);
        String key = update.key();
        Slot slot = slots.get(key);
        if (slot != null && slot.expires <= now) {
            remove(slot);
            slot = null;
        }
        Optional<Held<T>> before = slot == null ? Optional.empty() : slot.row().held(table);
        Optional<Held<T>> after = update.applyTo(before);
        if (after.isEmpty() || Row.nanos(after.get().expires()) <= now) {
            if (slot != null) {
                remove(slot);
            }
            return Optional.empty();
        }
        if (after.equals(before)) {
            return before;
        }
        Row row = Row.of(table, key, after.get());
        if (slot != null) {
            rewrite(slot, row);
        } else if (hasRoom(table, update.owner(), now)) {
            add(key, update.owner(), row);
        } else {
            return Optional.empty();
        }
        return after;
    }

    /** Puts back what was kept elsewhere; the owner is nobody, and no bound is looked at. */
    synchronized void restore(String key, Optional<Row> row) {
        Slot slot = slots.get(key);
        if (slot != null) {
            remove(slot);
        }
        row.ifPresent(present -> add(key, "", present));
    }

    /** The row of a key, expired or not. */
    synchronized Optional<Row> row(String key) {
        return Optional.ofNullable(slots.get(key)).map(Slot::row);
    }

    /** The next keys in order. Looks at all keys, but on a copy: nobody waits for it. */
    List<String> keysAfter(String after, int most) {
        @Nullable Slot[] all = copy();
        if (all.length <= most) { // Nothing is left out: sorting is all there is to do.
            List<String> keys = new ArrayList<>(all.length);
            for (Slot slot : all) {
                String key = Objects.requireNonNull(slot).key;
                if (key.compareTo(after) > 0) {
                    keys.add(key);
                }
            }
            keys.sort(Comparator.naturalOrder());
            return keys;
        }
        PriorityQueue<String> least = new PriorityQueue<>(Comparator.reverseOrder());
        for (Slot slot : all) {
            String key = Objects.requireNonNull(slot).key;
            if (key.compareTo(after) > 0 && (least.size() < most || key.compareTo(least.element()) < 0)) {
                least.add(key);
                if (least.size() > most) {
                    least.remove();
                }
            }
        }
        String[] keys = least.toArray(new String[0]);
        Arrays.sort(keys);
        return new ArrayList<>(Arrays.asList(keys));
    }

    synchronized int count() {
        return slots.size();
    }

    synchronized long octets() {
        return octets;
    }

    private synchronized @Nullable Slot[] copy() {
        return byExpiry.copy();
    }

    private void sweep(long now) {
        for (int i = 0; i < SWEPT_AT_ONCE && removeFirstExpired(now); i++) {}
    }

    private boolean hasRoom(Table<?> table, String ownerName, long now) {
        Owner owner = owners.get(ownerName);
        if (owner != null && table.mostPerOwner() > 0) {
            while (owner.records >= table.mostPerOwner()) {
                if (!removeFirstExpired(now)) {
                    return false;
                }
            }
        }
        while (slots.size() >= table.mostRecords()) {
            if (!removeFirstExpired(now)) {
                if (table.keeping() == Table.Keeping.OPERATOR) {
                    throw new StateException("The table " + table.name() + " is full with " + slots.size()
                            + " records: remove some that are not needed any more");
                }
                remove(ring.newer);
            }
        }
        return true;
    }

    private boolean removeFirstExpired(long now) {
        Slot first = byExpiry.first();
        if (first == null || first.expires > now) {
            return false;
        }
        remove(first);
        return true;
    }

    private void add(String key, String ownerName, Row row) {
        Owner owner = ownerName.isEmpty() ? null : owners.computeIfAbsent(ownerName, Owner::new);
        if (owner != null) {
            owner.records++;
        }
        Slot slot = new Slot(key, owner, row);
        slots.put(key, slot);
        slot.insertBefore(ring);
        byExpiry.add(slot);
        octets += slot.size();
    }

    private void rewrite(Slot slot, Row row) {
        octets += row.octets().length - slot.octets.length;
        slot.octets = row.octets();
        slot.expires = row.expires();
        byExpiry.moved(slot);
        slot.unlink();
        slot.insertBefore(ring);
    }

    private void remove(Slot slot) {
        slots.remove(slot.key);
        byExpiry.remove(slot);
        slot.unlink();
        octets -= slot.size();
        Owner owner = slot.owner;
        if (owner != null && --owner.records == 0) {
            owners.remove(owner.name);
        }
    }
}
