package org.sekisho.settings;

import inet.ipaddr.IPAddress;
import inet.ipaddr.format.util.AssociativeAddressTrie.AssociativeTrieNode;
import inet.ipaddr.format.util.DualIPv4v6AssociativeTries;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Values by network, found by an address in as many steps as it has bits, however many there are. Never changes. */
public final class NetworkTable<V> {
    private final DualIPv4v6AssociativeTries<V> tries = new DualIPv4v6AssociativeTries<>();

    public NetworkTable(Map<Network, V> values) {
        values.forEach((network, value) -> tries.put(network.block(), value));
    }

    /** The values of all networks that contain the address, the widest first. */
    public List<V> containing(InetAddress address) {
        IPAddress sought = Network.address(address);
        if (!tries.elementContains(sought)) {
            return List.of();
        }
        List<V> found = new ArrayList<>(2);
        AssociativeTrieNode<? extends IPAddress, V> widest = tries.elementsContaining(sought);
        widest.nodeIterator(true).forEachRemaining(node -> found.add(node.getValue()));
        return found;
    }
}
