package org.sekisho.rules.hold;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.sekisho.settings.Network;

/** The network that an address lies in, in text. */
final class ClientNetwork {
    private ClientNetwork() {}

    static String of(InetAddress address, ClientSettings settings) {
        byte[] octets = address.getAddress();
        int prefix = octets.length == 4 ? settings.ipv4Prefix() : settings.ipv6Prefix();
        for (int bit = prefix; bit < octets.length * 8; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return Network.text(address(octets)) + "/" + prefix;
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address has 4 or 16 octets, not " + octets.length, e);
        }
    }
}
