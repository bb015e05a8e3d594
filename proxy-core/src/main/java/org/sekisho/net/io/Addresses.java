package org.sekisho.net.io;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Addresses from text, without ever asking a name server. */
public final class Addresses {
    public static final InetAddress LOOPBACK4 = literal("127.0.0.1").orElseThrow();
    public static final InetAddress LOOPBACK6 = literal("::1").orElseThrow();

    private Addresses() {}

    /** ADDRESS:PORT for people, an IPv6 address in brackets. */
    public static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? NetUtil.toSocketAddressString(inet) : address.toString();
    }

    /** The address that the text is; empty if it is a name. */
    public static Optional<InetAddress> literal(String text) {
        byte[] octets = NetUtil.createByteArrayFromIpAddressString(text);
        if (octets == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(octets));
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }
}
