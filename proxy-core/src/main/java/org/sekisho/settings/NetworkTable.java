package org.sekisho.settings;

import inet.ipaddr.IPAddress;
import inet.ipaddr.format.util.AssociativeAddressTrie.AssociativeTrieNode;
import inet.ipaddr.format.util.DualIPv4v6AssociativeTries;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Values by network, found by an address in as many steps as it has bits, however many networks there are. Thread-safe: the
 * lock is held for a microsecond.
 */
public final class NetworkTable<V> {
    private final DualIPv4v6AssociativeTries<V> tries = new DualIPv4v6AssociativeTries<>();

    /** Takes the place of what stood for the same network. */
    public synchronized void put(Network network, V value) {
        tries.put(network.block(), value);
    }

    public synchronized void remove(Network network) {
        tries.remove(network.block());
    }

    public synchronized boolean isEmpty() {
        return tries.isEmpty();
    }

    /** The values of all networks that contain the address, in no particular order. */
    public synchronized List<V> containing(InetAddress address) {
        IPAddress sought = Network.address(address);
        if (!tries.elementContains(sought)) {
            return List.of();
        }
        List<V> found = new ArrayList<>(2);
        AssociativeTrieNode<? extends IPAddress, V> containing = tries.elementsContaining(sought);
        containing.nodeIterator(true).forEachRemaining(node -> found.add(node.getValue()));
        return found;
    }
}
