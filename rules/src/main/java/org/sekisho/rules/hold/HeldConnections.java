package org.sekisho.rules.hold;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the connections cost that are made to wait, all together and by network (D6). Bounded by itself: it remembers only
 * connections that are open. Thread-safe.
 */
public final class HeldConnections {
    private static final int KIB = 1_024;

    /** What one held connection takes of the proxy's memory at most, as bin/bench held has measured it. */
    public enum Weight {
        /** Measured: 5.9 KiB of heap and direct memory, 7.3 KiB of the whole process (PSS). */
        PLAIN(8 * KIB),
        /** Measured: 31 to 52 KiB of the whole process (PSS); OpenSSL keeps most of it outside of the heap. */
        TLS(56 * KIB);

        private final long octets;

        Weight(long octets) {
            this.octets = octets;
        }

        public long octets() {
            return octets;
        }

        public static Weight of(boolean secured) {
            return secured ? TLS : PLAIN;
        }
    }

    /**
     * How much may be spent on waiting.
     *
     * @param mebibytes on all held connections together
     * @param mebibytesPerNetwork on those of one client network
     */
    public record Budget(int mebibytes, int mebibytesPerNetwork) {
        /** 32,768 connections in clear text, 1,024 from one network. */
        public static final Budget DEFAULTS = new Budget(256, 8);

        public Budget {
            if (mebibytes < 1) {
                throw new IllegalArgumentException("budget.mebibytes must be at least 1, is " + mebibytes);
            }
            if (mebibytesPerNetwork < 1 || mebibytesPerNetwork > mebibytes) {
                throw new IllegalArgumentException("budget.mebibytesPerNetwork must be 1 to budget.mebibytes ("
                        + mebibytes + "), is " + mebibytesPerNetwork);
            }
        }

        long octets() {
            return (long) mebibytes * KIB * KIB;
        }

        long octetsPerNetwork() {
            return (long) mebibytesPerNetwork * KIB * KIB;
        }
    }

    /** A held connection's share, until it is given back. */
    public final class Place {
        private final String network;
        private final Weight weight;
        private final AtomicBoolean taken = new AtomicBoolean(true);

        private Place(String network, Weight weight) {
            this.network = network;
            this.weight = weight;
        }

        /** Gives it back; a second time does nothing. */
        public void free() {
            if (taken.compareAndSet(true, false)) {
                count.decrementAndGet();
                octets.addAndGet(-weight.octets());
                networks.computeIfPresent(network, (name, held) -> {
                    long left = held - weight.octets();
                    return left > 0 ? left : null;
                });
            }
        }
    }

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong octets = new AtomicLong();
    private final Map<String, Long> networks = new ConcurrentHashMap<>();

    /**
     * The room for one more connection. Takes nothing: several that ask at once may all be let in, so a budget can be
     * exceeded by as many connections as are being judged.
     */
    public Room room(String network, Weight weight, Budget budget) {
        return new Room(count.get(), octets.get(), networks.getOrDefault(network, 0L), weight, budget);
    }

    /** A connection begins to wait. */
    public Place take(String network, Weight weight) {
        count.incrementAndGet();
        octets.addAndGet(weight.octets());
        networks.merge(network, weight.octets(), Long::sum);
        return new Place(network, weight);
    }

    /** How many wait now. */
    public int count() {
        return count.get();
    }

    /** What they cost. */
    public long octets() {
        return octets.get();
    }

    /** How many networks have one that waits. */
    public int networks() {
        return networks.size();
    }
}
