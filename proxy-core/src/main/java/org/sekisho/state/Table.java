package org.sekisho.state;

import java.nio.ByteBuffer;

/**
 * A bounded set of records of one kind.
 *
 * @param name lower case and hyphens; also the name on the disk, so it never changes
 * @param mostRecords beyond it the records make room that were not written for the longest time; the newest bound that a
 *     store was told holds
 * @param mostPerOwner how many records one owner (a client network, see {@link Batch#update}) may have made; a further one
 *     is not kept, and the update is answered empty. 0 for no quota
 * @param mostOctets longest encoded value; a longer one is a defect and fails the update
 * @param keeping what the store owes its records
 */
public record Table<T>(
        String name, Codec<T> codec, int mostRecords, int mostPerOwner, int mostOctets, Keeping keeping) {

    /** What the store owes the records of a table. */
    public enum Keeping {
        /** Learnt from traffic: the last second may be lost, the least recently written makes room, everything expires. */
        LEARNED,
        /**
         * Said by an operator: on the disk before it is acknowledged, never makes room (a full table fails the update with
         * a {@link StateException}), may last for ever.
         */
        OPERATOR
    }

    public Table {
        if (!name.matches("[a-z][a-z-]*")) {
            throw new IllegalArgumentException("A table's name is lower case letters and hyphens, not '" + name + "'");
        }
        if (mostRecords < 1 || mostPerOwner < 0 || mostOctets < 1) {
            throw new IllegalArgumentException("The bounds of the table " + name + " must be positive");
        }
    }

    /** The same records as they are written down, whichever version wrote them; for operators who move them as they are. */
    public Table<ByteBuffer> encoded() {
        return new Table<>(name, Encoded.CODEC, mostRecords, mostPerOwner, mostOctets, keeping);
    }

    /** A table for what is learnt from traffic. */
    public static <T> Table<T> learned(String name, Codec<T> codec, int mostRecords, int mostPerOwner, int mostOctets) {
        return new Table<>(name, codec, mostRecords, mostPerOwner, mostOctets, Keeping.LEARNED);
    }

    /** A table for what operators say. */
    public static <T> Table<T> operator(String name, Codec<T> codec, int mostRecords, int mostOctets) {
        return new Table<>(name, codec, mostRecords, 0, mostOctets, Keeping.OPERATOR);
    }
}
