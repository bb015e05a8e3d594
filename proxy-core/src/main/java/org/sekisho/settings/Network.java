package org.sekisho.settings;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.net.Inet4Address;
import java.net.InetAddress;

/** A network such as {@code 192.0.2.0/24} or {@code 2001:db8::/32}, or a single address. */
public final class Network implements Comparable<Network> {
    // Only the notations that a mail administrator would write: no ranges, wildcards, octal or missing octets.
    private static final IPAddressStringParameters STRICT = new IPAddressStringParameters.Builder()
            .allowAll(false)
            .allowEmpty(false)
            .allowSingleSegment(false)
            .allowWildcardedSeparator(false)
            .allowMask(false)
            .getIPv4AddressParametersBuilder()
            .allow_inet_aton(false)
            .getParentBuilder()
            .getIPv6AddressParametersBuilder()
            .allowZone(false)
            .getParentBuilder()
            .toParams();

    private static final IPAddressNetwork.IPAddressGenerator GENERATOR = new IPAddressNetwork.IPAddressGenerator();

    private static final int NEIGHBOURS_6 = 64;

    private final IPAddress block;

    private Network(IPAddress block) {
        this.block = block;
    }

    /** Reads ADDRESS or ADDRESS/BITS. Bits below the prefix are a mistake: a network that is wider than was meant. */
    public static Network parse(String text) {
        IPAddress address = new IPAddressString(text, STRICT).getAddress();
        if (address == null || (address.isMultiple() && !address.isPrefixed())) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a network, such as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7");
        }
        IPAddress block = address.toPrefixBlock();
        if (!address.equals(block)) {
            throw new IllegalArgumentException("'" + text + "' has bits beyond its prefix; write " + new Network(block)
                    + ", or " + address.withoutPrefixLength().toCanonicalString() + " for the one address");
        }
        return new Network(unmapped(block));
    }

    /**
     * In text the network around a client's address whose machines count as one neighbourhood: /24, or /64 for IPv6. Every
     * connection asks for it.
     */
    public static String neighbourhood(InetAddress address) {
        if (address instanceof Inet4Address) {
            String text = address.getHostAddress();
            return text.substring(0, text.lastIndexOf('.')) + ".0/24";
        }
        return around(address, NEIGHBOURS_6).toString();
    }

    /** The network that an address lies in, of so many bits. */
    public static Network around(InetAddress address, int bits) {
        return new Network(GENERATOR.from(address.getAddress()).toPrefixBlock(bits));
    }

    /** A block of mapped addresses such as ::ffff:192.0.2.0/120 means the IPv4 block: contains() never sees the others. */
    private static IPAddress unmapped(IPAddress block) {
        return block.isIPv6() && block.toIPv6().isIPv4Mapped() ? block.toIPv6().getEmbeddedIPv4Address() : block;
    }

    /** An address in text as RFC 5952 has it, without the zone that a link-local one has, which means something on this machine only (C2). */
    public static String text(InetAddress address) {
        return address instanceof Inet4Address
                ? address.getHostAddress()
                : GENERATOR.from(address.getAddress()).toCanonicalString();
    }

    /** Whether the address lies in this network; an IPv4 address mapped into IPv6 counts as IPv4 (P10). */
    public boolean contains(InetAddress address) {
        // InetAddress.getByAddress turns mapped addresses into IPv4 by itself, so none reaches this line.
        return block.contains(address(address));
    }

    private static IPAddress address(InetAddress address) {
        return GENERATOR.from(address.getAddress());
    }

    /** Whether every address of the other lies in this one. */
    public boolean contains(Network other) {
        return block.contains(other.block);
    }

    /** Whether there is an address that lies in both: one of them contains the other. */
    public boolean overlaps(Network other) {
        return contains(other) || other.contains(this);
    }

    /** The lowest address: the address itself for a single one. */
    public InetAddress first() {
        return block.getLower().toInetAddress();
    }

    /** The highest address. */
    public InetAddress last() {
        return block.getUpper().toInetAddress();
    }

    /** How many bits of the address are the network's: 32 or 128 for a single address. */
    public int bits() {
        Integer prefix = block.getNetworkPrefixLength();
        return prefix == null ? block.getBitCount() : prefix;
    }

    /** Some order, consistent with equals. */
    @Override
    public int compareTo(Network other) {
        return block.compareTo(other.block);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && block.equals(network.block);
    }

    @Override
    public int hashCode() {
        return block.hashCode();
    }

    /** As RFC 5952 has it; a single address without its prefix length. */
    @Override
    public String toString() {
        return block.isMultiple()
                ? block.toCanonicalString()
                : block.withoutPrefixLength().toCanonicalString();
    }
}
