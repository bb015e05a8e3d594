package org.sekisho.app.origin;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What holds for ranges of numbers of 128 bits, in ascending order. Many ranges share few values, so that each costs 36
 * octets. Immutable.
 */
final class Ranges<V> {
    private final int size;
    private final long[] firstHigh;
    private final long[] firstLow;
    private final long[] lastHigh;
    private final long[] lastLow;
    private final Object[] values;

    private Ranges(Builder<V> builder) {
        size = builder.size;
        firstHigh = Arrays.copyOf(builder.firstHigh, size);
        firstLow = Arrays.copyOf(builder.firstLow, size);
        lastHigh = Arrays.copyOf(builder.lastHigh, size);
        lastLow = Arrays.copyOf(builder.lastLow, size);
        values = Arrays.copyOf(builder.values, size);
    }

    int size() {
        return size;
    }

    /** The value of the range that the number lies in. */
    Optional<V> at(long high, long low) {
        int from = 0;
        int to = size - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            if (compare(high, low, firstHigh[middle], firstLow[middle]) < 0) {
                to = middle - 1;
            } else if (compare(high, low, lastHigh[middle], lastLow[middle]) > 0) {
                from = middle + 1;
            } else {
                @SuppressWarnings("unchecked") // The builder takes nothing else.
                V value = (V) values[middle];
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int order = Long.compareUnsigned(high, otherHigh);
        return order != 0 ? order : Long.compareUnsigned(low, otherLow);
    }

    static final class Builder<V> {
        private int size;
        private long[] firstHigh = new long[64];
        private long[] firstLow = new long[64];
        private long[] lastHigh = new long[64];
        private long[] lastLow = new long[64];
        private @Nullable Object[] values = new Object[64];
        private final Map<V, V> known = new HashMap<>();

        /** One more range, which begins after the one before has ended. */
        void add(long[] first, long[] last, V value) {
            if (compare(first[0], first[1], last[0], last[1]) > 0) {
                throw new IllegalArgumentException("the range ends before it begins");
            }
            if (size > 0 && compare(first[0], first[1], lastHigh[size - 1], lastLow[size - 1]) <= 0) {
                throw new IllegalArgumentException("the range is not behind the one before it; sort the file");
            }
            if (size == values.length) {
                grow(size * 2);
            }
            firstHigh[size] = first[0];
            firstLow[size] = first[1];
            lastHigh[size] = last[0];
            lastLow[size] = last[1];
            values[size++] = known.computeIfAbsent(value, same -> same);
        }

        private void grow(int length) {
            firstHigh = Arrays.copyOf(firstHigh, length);
            firstLow = Arrays.copyOf(firstLow, length);
            lastHigh = Arrays.copyOf(lastHigh, length);
            lastLow = Arrays.copyOf(lastLow, length);
            values = Arrays.copyOf(values, length);
        }

        Ranges<V> build() {
            return new Ranges<>(this);
        }
    }
}
