package org.sekisho.rules.dnslists;

import java.net.InetAddress;

/** The name that an address has in lists (RFC 5782): its octets, or for IPv6 its nibbles, backwards. */
final class ListedName {
    private static final int IPV4_OCTETS = 4;

    private ListedName() {}

    static String of(InetAddress address, String zone) {
        byte[] octets = address.getAddress();
        StringBuilder name = new StringBuilder(64 + zone.length());
        for (int i = octets.length - 1; i >= 0; i--) {
            int octet = octets[i] & 0xff;
            if (octets.length == IPV4_OCTETS) {
                name.append(octet).append('.');
            } else {
                name.append(Character.forDigit(octet & 0xf, 16)).append('.');
                name.append(Character.forDigit(octet >> 4, 16)).append('.');
            }
        }
        return name.append(zone).toString();
    }
}
