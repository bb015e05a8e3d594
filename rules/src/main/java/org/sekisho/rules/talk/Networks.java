package org.sekisho.rules.talk;

import java.net.InetAddress;
import java.util.List;
import org.sekisho.settings.Network;

/** The networks of clients that a rule leaves alone. */
record Networks(List<Network> networks) {

    /** Reads them; a message to the operator names the key. */
    static Networks parse(String key, List<String> texts) {
        try {
            return new Networks(texts.stream().map(Network::parse).toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    boolean have(InetAddress client) {
        return networks.stream().anyMatch(network -> network.contains(client));
    }
}
