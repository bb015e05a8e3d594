package org.sekisho.net.codec;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PROXY header of version 1: one line of text (proxy-protocol.txt section 2.1). */
final class ProxyV1 {
    /** Octets with CRLF. */
    static final int LIMIT = 107;

    static final byte[] PREFIX = "PROXY ".getBytes(StandardCharsets.US_ASCII);

    private static final String MAPPED_PREFIX = "::ffff:";
    private static final int WORDS = 6;
    private static final int MAX_PORT = 65535;

    private ProxyV1() {}

    /** Whether the octets, one more than at the last call, are a whole line. */
    static boolean ends(byte[] octets, int length) throws MalformedProxyHeaderException {
        int last = length - 1;
        if (last < PREFIX.length && octets[last] != PREFIX[last]) {
            throw new MalformedProxyHeaderException("The connection does not begin with a PROXY header");
        }
        boolean afterCr = last > 0 && octets[last - 1] == '\r';
        if (afterCr != (octets[last] == '\n')) {
            throw new MalformedProxyHeaderException("The PROXY header holds a CR or LF that is not part of a CRLF");
        }
        if (!afterCr && length == LIMIT) {
            throw new MalformedProxyHeaderException("The PROXY header is longer than " + LIMIT + " octets");
        }
        return afterCr;
    }

    static Optional<ProxyHeader> parse(byte[] octets, int length) throws MalformedProxyHeaderException {
        String line = new String(octets, 0, length - 2, StandardCharsets.ISO_8859_1);
        String[] words = line.split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            // What follows the word must be ignored.
            return Optional.empty();
        }
        if (words.length != WORDS || !(words[1].equals("TCP4") || words[1].equals("TCP6"))) {
            throw new MalformedProxyHeaderException(
                    "The PROXY header is not TCP4 or TCP6 with two addresses and two ports, separated by one space each");
        }
        boolean ipv4 = words[1].equals("TCP4");
        return Optional.of(new ProxyHeader(
                new InetSocketAddress(address(words[2], ipv4), port(words[4])),
                new InetSocketAddress(address(words[3], ipv4), port(words[5]))));
    }

    private static InetAddress address(String text, boolean ipv4) throws MalformedProxyHeaderException {
        InetAddress address = ipv4 ? ipv4(text) : ipv6(text);
        if (address == null) {
            throw new MalformedProxyHeaderException(
                    "The PROXY header has an " + (ipv4 ? "IPv4" : "IPv6") + " address not in canonical form");
        }
        return address;
    }

    private static @Nullable InetAddress ipv4(String text) {
        InetAddress address =
                NetUtil.isValidIpV4Address(text) ? NetUtil.createInetAddressFromIpAddressString(text) : null;
        // Leading zeros could be octal to another reader.
        return address != null && NetUtil.toAddressString(address).equals(text) ? address : null;
    }

    private static @Nullable InetAddress ipv6(String text) {
        // The one embedded form that systems write; Netty would take ::192.0.2.1 for an IPv4 address, too.
        if (text.indexOf('.') >= 0 && text.regionMatches(true, 0, MAPPED_PREFIX, 0, MAPPED_PREFIX.length())) {
            return ipv4(text.substring(MAPPED_PREFIX.length()));
        }
        // Netty also knows brackets and zones.
        boolean plain = text.chars().allMatch(c -> c == ':' || Character.digit(c, 16) >= 0);
        return plain && NetUtil.isValidIpV6Address(text) ? NetUtil.createInetAddressFromIpAddressString(text) : null;
    }

    private static int port(String text) throws MalformedProxyHeaderException {
        boolean decimal = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean leadingZero = text.length() > 1 && text.charAt(0) == '0';
        if (!decimal || leadingZero || Integer.parseInt(text) > MAX_PORT) {
            throw new MalformedProxyHeaderException("The PROXY header has a port that is not 0 to 65535");
        }
        return Integer.parseInt(text);
    }
}
