package org.sekisho.net.codec;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * What a PROXY header says of a TCP connection. An IPv4-mapped address is always its IPv4 address (P10).
 *
 * @param source the client's end
 * @param destination the end the client connected to
 */
public record ProxyHeader(InetSocketAddress source, InetSocketAddress destination) {
    public ProxyHeader {
        if (source.isUnresolved() || destination.isUnresolved()) {
            throw new IllegalArgumentException(
                    "A PROXY header has addresses, not names: " + source + ", " + destination);
        }
    }

    /** The header in version 1, with its CRLF (P11). */
    public byte[] encodeV1() {
        boolean ipv4 = source.getAddress() instanceof Inet4Address && destination.getAddress() instanceof Inet4Address;
        String header = "PROXY " + (ipv4 ? "TCP4 " : "TCP6 ")
                + text(source.getAddress(), ipv4) + " " + text(destination.getAddress(), ipv4) + " "
                + source.getPort() + " " + destination.getPort() + "\r\n";
        return header.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The header of a connection that is nobody's but our own, in version 2: Postfix does not take version 1's UNKNOWN
     * (P4, P11).
     */
    public static byte[] encodeLocal() {
        return ProxyV2.local();
    }

    /** A header has one family: beside an IPv6 address an IPv4 one is written as IPv4-mapped. */
    private static String text(InetAddress address, boolean ipv4) {
        String text = NetUtil.toAddressString(address);
        return address instanceof Inet4Address && !ipv4 ? "::ffff:" + text : text;
    }
}
