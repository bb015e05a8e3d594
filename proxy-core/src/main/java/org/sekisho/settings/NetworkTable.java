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
    private record Level<V>(int bits, Map<Network, V> values) {}

    /** Takes the place of what stood for the same network. */
    public synchronized void put(Network network, V value) {
        List<Level<V>> levels = levels(network.six());
        for (Level<V> level : levels) {
            if (level.bits == network.bits()) {
                level.values.put(network, value);
                return;
            }
        }
        Level<V> level = new Level<>(network.bits(), new ConcurrentHashMap<>());
        level.values.put(network, value);
        levels.add(level);
    }

    public synchronized void remove(Network network) {
        List<Level<V>> levels = levels(network.six());
        for (Level<V> level : levels) {
            if (level.bits == network.bits()) {
                level.values.remove(network);
            }
        }
        levels.removeIf(level -> level.values.isEmpty());
    }

    public boolean isEmpty() {
        return four.isEmpty() && six.isEmpty();
    }

    /** The value of this network itself. */
    public Optional<V> get(Network network) {
        for (Level<V> level : levels(network.six())) {
            if (level.bits == network.bits()) {
                return Optional.ofNullable(level.values.get(network));
            }
        }
        return Optional.empty();
    }

    /** The values of all networks that contain the address, in no particular order. */
    public List<V> containing(InetAddress address) {
        List<V> found = List.of();
        for (Level<V> level : levels(!(address instanceof Inet4Address))) {
            V value = level.values.get(Network.around(address, level.bits));
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

    private List<Level<V>> levels(boolean ofSix) {
        return ofSix ? six : four;
    }
}
