package org.sekisho.settings;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

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

    private static final int BITS_4 = 32;
    private static final int BITS_6 = 128;

    private final boolean six;
    /** The first 64 bits of the lowest address: an IPv4 address has 32 of them, to the left. */
    private final long high;

    private final long low;
    private final int bits;

    private Network(byte[] octets, int bits) {
        six = octets.length > 4;
        this.bits = bits;
        high = (six ? number(octets, 0, 8) : number(octets, 0, 4) << 32)
                & (bits == 0 ? 0 : -1L << Math.max(0, 64 - bits));
        low = six && bits > 64 ? number(octets, 8, 16) & (-1L << (128 - bits)) : 0;
    }

    private static long number(byte[] octets, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = (number << 8) | (octets[i] & 0xFF);
        }
        return number;
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
            throw new IllegalArgumentException("'" + text + "' has bits beyond its prefix; write " + of(block) + ", or "
                    + address.withoutPrefixLength().toCanonicalString() + " for the one address");
        }
        return of(unmapped(block));
    }

    /** Whether {@link #toString} may have said this. */
    public static boolean isWritten(String text) {
        try {
            return parse(text).toString().equals(text);
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    private static Network of(IPAddress block) {
        Integer prefix = block.getNetworkPrefixLength();
        return new Network(block.getLower().getBytes(), prefix == null ? block.getBitCount() : prefix);
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
        return new Network(address.getAddress(), bits);
    }

    /** What {@link #octets} and {@link #bits} said of a network. */
    public static Network of(byte[] octets, int bits) {
        boolean address = octets.length == BITS_4 / 8 || octets.length == BITS_6 / 8;
        if (!address || bits < 0 || bits > octets.length * 8) {
            throw new IllegalArgumentException(octets.length + " octets and " + bits + " bits are not a network");
        }
        return new Network(octets, bits);
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
        return address instanceof Inet4Address != six && around(address, bits).equals(this);
    }

    /** Whether every address of the other lies in this one. */
    public boolean contains(Network other) {
        return six == other.six && bits <= other.bits && new Network(other.octets(false), bits).equals(this);
    }

    /** Whether there is an address that lies in both: one of them contains the other. */
    public boolean overlaps(Network other) {
        return contains(other) || other.contains(this);
    }

    /** The lowest address: the address itself for a single one. */
    public InetAddress first() {
        return address(octets(false));
    }

    /** The highest address. */
    public InetAddress last() {
        return address(octets(true));
    }

    /** How many bits of the address are the network's: 32 or 128 for a single address. */
    public int bits() {
        return bits;
    }

    /** The octets of its lowest address, 4 or 16. */
    public byte[] octets() {
        return octets(false);
    }

    /** Whether it is a network of IPv6. */
    boolean six() {
        return six;
    }

    /** With all bits beyond the prefix 0, or 1. */
    private byte[] octets(boolean highest) {
        byte[] octets = new byte[six ? BITS_6 / 8 : BITS_4 / 8];
        for (int i = 0; i < octets.length; i++) {
            long half = i < 8 ? high : low;
            int network = Math.max(0, Math.min(8, bits - i * 8));
            octets[i] = (byte) (half >>> (56 - i % 8 * 8) | (highest ? 0xFF >> network : 0));
        }
        return octets;
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are an address", e);
        }
    }

    /** IPv4 first, then by their lowest addresses, the wider of two first. */
    @Override
    public int compareTo(Network other) {
        int order = Boolean.compare(six, other.six);
        order = order != 0 ? order : Long.compareUnsigned(high, other.high);
        order = order != 0 ? order : Long.compareUnsigned(low, other.low);
        return order != 0 ? order : Integer.compare(bits, other.bits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network
                && high == network.high
                && low == network.low
                && bits == network.bits
                && six == network.six;
    }

    @Override
    public int hashCode() {
        return (Long.hashCode(high) * 31 + Long.hashCode(low)) * 31 + bits;
    }

    /** As RFC 5952 has it; a single address without its prefix length. */
    @Override
    public String toString() {
        String address = GENERATOR.from(octets(false)).toCanonicalString();
        return bits == (six ? BITS_6 : BITS_4) ? address : address + "/" + bits;
    }
}
