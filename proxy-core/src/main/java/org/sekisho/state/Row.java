package org.sekisho.state;

import java.time.Instant;
import java.util.Optional;

/** A record as a store keeps it: its encoded value, and the time from which on it does not exist any more. */
public final class Row {
    /** The expiry of a record without one. As a time it would be in the year 2262. */
    public static final long FOR_EVER = Long.MAX_VALUE;

    private static final long NANOS = 1_000_000_000L;

    private final byte[] octets;
    private final long expires;

    /**
     * @param octets the encoded value; belongs to this row from now on
     * @param expires nanoseconds since 1970, or {@link #FOR_EVER}
     */
    public Row(byte[] octets, long expires) {
        this.octets = octets;
        this.expires = expires;
    }

    /** Encodes what is to be held; throws {@link StateException} if the table does not allow it. */
    public static <T> Row of(Table<T> table, String key, Held<T> held) {
        byte[] octets = encode(table, held.value());
        if (octets.length > table.mostOctets()) {
            throw new StateException("A record of " + octets.length + " octets does not fit the table " + table.name()
                    + ", which takes " + table.mostOctets());
        }
        if (key.length() > StateStore.LONGEST_KEY) {
            throw new StateException("A key of " + key.length() + " characters does not fit the table " + table.name()
                    + ", which takes " + StateStore.LONGEST_KEY);
        }
        long expires = nanos(held.expires());
        if (expires == FOR_EVER && table.keeping() == Table.Keeping.LEARNED) {
            throw new StateException("A record of the table " + table.name() + " must expire");
        }
        return new Row(octets, expires);
    }

    private static <T> byte[] encode(Table<T> table, T value) {
        try {
            return table.codec().encode(value);
        } catch (RuntimeException e) {
            throw new StateException("A record of the table " + table.name() + " cannot be encoded: " + e, e);
        }
    }

    /**
     * The record as its table reads it; empty where the codec cannot. Throws {@link StateException} if a newer version of this
     * program wrote it.
     */
    public <T> Optional<Held<T>> held(Table<T> table) {
        try {
            return Optional.of(new Held<>(table.codec().decode(octets), instant(expires)));
        } catch (NewerRecordException e) {
            throw new StateException(
                    "A record of the table " + table.name() + " was written by a newer version of this program", e);
        } catch (RuntimeException undecodable) {
            return Optional.empty();
        }
    }

    /** The record for a walk, which passes over what it cannot read, newer or not. */
    public <T> Optional<Held<T>> readable(Table<T> table) {
        try {
            return held(table);
        } catch (StateException newer) {
            return Optional.empty();
        }
    }

    /** Whether it cannot be read because a newer version of this program wrote it. */
    public boolean isNewer(Table<?> table) {
        try {
            var unused = held(table);
            return false;
        } catch (StateException newer) {
            return true;
        }
    }

    public byte[] octets() {
        return octets;
    }

    public long expires() {
        return expires;
    }

    public boolean expired(long now) {
        return expires <= now;
    }

    /** Nanoseconds since 1970; times beyond the year 2262 are {@link #FOR_EVER}, those before 1970 are 0. */
    public static long nanos(Instant instant) {
        long second = instant.getEpochSecond();
        if (second < 0) {
            return 0;
        }
        return second >= FOR_EVER / NANOS ? FOR_EVER : second * NANOS + instant.getNano();
    }

    static Instant instant(long nanos) {
        return nanos == FOR_EVER ? Instant.MAX : Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
    }
}
