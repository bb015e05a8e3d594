package org.sekisho.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A binary heap of slots, the one that expires first on top. Each slot knows its place, so that any can leave. */
final class ExpiryHeap {
    private @Nullable Slot[] heap = new Slot[16];
    private int size;

    /** The slot that expires first; null when there is none. */
    @Nullable
    Slot first() {
        return heap[0];
    }

    /** All slots, in no order that matters. */
    @Nullable
    Slot[] copy() {
        return Arrays.copyOf(heap, size);
    }

    void add(Slot slot) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size + (size >> 1));
        }
        size++;
        up(slot, size - 1);
    }

    void remove(Slot slot) {
        size--;
        Slot last = at(size);
        heap[size] = null;
        if (last != slot) {
            settle(last, slot.place);
        }
    }

    /** To be called when the expiry of a slot has changed. */
    void moved(Slot slot) {
        settle(slot, slot.place);
    }

    private void settle(Slot slot, int place) {
        up(slot, place);
        if (slot.place == place) {
            down(slot, place);
        }
    }

    private void up(Slot slot, int from) {
        int place = from;
        while (place > 0) {
            Slot parent = at((place - 1) >>> 1);
            if (parent.expires <= slot.expires) {
                break;
            }
            put(parent, place);
            place = (place - 1) >>> 1;
        }
        put(slot, place);
    }

    private void down(Slot slot, int from) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && at(child + 1).expires < at(child).expires) {
                child++;
            }
            if (at(child).expires >= slot.expires) {
                break;
            }
            int next = child;
            put(at(child), place);
            place = next;
        }
        put(slot, place);
    }

    private void put(Slot slot, int place) {
        heap[place] = slot;
        slot.place = place;
    }

    /** Below size every place is taken. */
    private Slot at(int place) {
        Slot slot = heap[place];
        if (slot == null) {
            throw new IllegalStateException("No slot at " + place + " of " + size);
        }
        return slot;
    }
}
