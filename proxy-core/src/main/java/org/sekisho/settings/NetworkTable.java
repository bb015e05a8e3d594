package org.sekisho.settings;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Values by network, found by an address with one look for each length of prefix that occurs, however many networks there
 * are. Thread-safe; whoever looks never waits.
 */
public final class NetworkTable<V> {
    private final List<Level<V>> four = new CopyOnWriteArrayList<>();
    private final List<Level<V>> six = new CopyOnWriteArrayList<>();

    /** All networks of one length. */
    private record Level<V>(int bits, Map<Prefix, V> values) {}

    /** The first bits of an address, the others 0: an IPv4 address has 32 of them, to the left. */
    private record Prefix(long high, long low) {
        static Prefix of(InetAddress address) {
            byte[] octets = address.getAddress();
            return octets.length == 4
                    ? new Prefix(number(octets, 0, 4) << 32, 0)
                    : new Prefix(number(octets, 0, 8), number(octets, 8, 16));
        }

        private static long number(byte[] octets, int from, int to) {
            long number = 0;
            for (int i = from; i < to; i++) {
                number = (number << 8) | (octets[i] & 0xFF);
            }
            return number;
        }

        Prefix first(int bits) {
            long inHigh = bits == 0 ? 0 : high & (-1L << Math.max(0, 64 - bits));
            long inLow = bits <= 64 ? 0 : low & (-1L << (128 - bits));
            return new Prefix(inHigh, inLow);
        }
    }

    /** Takes the place of what stood for the same network. */
    public synchronized void put(Network network, V value) {
        List<Level<V>> levels = levels(network.first());
        Prefix prefix = Prefix.of(network.first());
        for (Level<V> level : levels) {
            if (level.bits == network.bits()) {
                level.values.put(prefix, value);
                return;
            }
        }
        Level<V> level = new Level<>(network.bits(), new ConcurrentHashMap<>());
        level.values.put(prefix, value);
        levels.add(level);
    }

    public synchronized void remove(Network network) {
        List<Level<V>> levels = levels(network.first());
        for (Level<V> level : levels) {
            if (level.bits == network.bits()) {
                level.values.remove(Prefix.of(network.first()));
            }
        }
        levels.removeIf(level -> level.values.isEmpty());
    }

    public boolean isEmpty() {
        return four.isEmpty() && six.isEmpty();
    }

    /** The value of this network itself. */
    public Optional<V> get(Network network) {
        Prefix prefix = Prefix.of(network.first());
        for (Level<V> level : levels(network.first())) {
            if (level.bits == network.bits()) {
                return Optional.ofNullable(level.values.get(prefix));
            }
        }
        return Optional.empty();
    }

    /** The values of all networks that contain the address, in no particular order. */
    public List<V> containing(InetAddress address) {
        List<Level<V>> levels = levels(address);
        if (levels.isEmpty()) {
            return List.of();
        }
        Prefix whole = Prefix.of(address);
        List<V> found = List.of();
        for (Level<V> level : levels) {
            V value = level.values.get(whole.first(level.bits));
            if (value != null) {
                found = found.isEmpty() ? new ArrayList<>(2) : found;
                found.add(value);
            }
        }
        return found;
    }

    /** All values, in no particular order; what is changed meanwhile may or may not be among them. */
    public Stream<V> values() {
        return Stream.concat(four.stream(), six.stream()).flatMap(level -> level.values.values().stream());
    }

    private List<Level<V>> levels(InetAddress address) {
        return address instanceof Inet4Address ? four : six;
    }
}
