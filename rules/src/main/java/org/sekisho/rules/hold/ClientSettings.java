package org.sekisho.rules.hold;

/**
 * Which addresses count as one client.
 *
 * @param ipv4Prefix bits of an IPv4 address
 * @param ipv6Prefix bits of an IPv6 address
 * @param pools whether the servers of one verified organisation count as one client, wherever they stand (G5)
 */
public record ClientSettings(int ipv4Prefix, int ipv6Prefix, boolean pools) {
    /** As postgrey groups them (G2). */
    public static final ClientSettings DEFAULTS = new ClientSettings(24, 64, true);

    public ClientSettings {
        if (ipv4Prefix < 8 || ipv4Prefix > 32) {
            throw new IllegalArgumentException("client.ipv4Prefix must be 8 to 32, is " + ipv4Prefix);
        }
        if (ipv6Prefix < 16 || ipv6Prefix > 128) {
            throw new IllegalArgumentException("client.ipv6Prefix must be 16 to 128, is " + ipv6Prefix);
        }
    }
}
