package org.sekisho.net.codec;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The PROXY header of version 2: binary, with TLVs behind the addresses (proxy-protocol.txt section 2.2). */
final class ProxyV2 {
    /** Octets of header, addresses and TLVs together; a certificate's names take some hundred. */
    static final int LIMIT = 4096;

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int FIXED_LENGTH = 16;

    private static final int COMMAND_AT = 12;
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;

    private static final int FAMILY_AT = 13;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP_IPV4 = 0x11;
    private static final int TCP_IPV6 = 0x21;
    private static final int UNIX_STREAM = 0x31;
    private static final int UNIX_PATH_LENGTH = 108;

    private static final int LENGTH_AT = 14;

    private static final int TYPE_CRC32C = 0x03;
    private static final int TYPE_SSL = 0x20;
    /** Of PP2_TYPE_SSL: one octet of flags and four of the verification's result; TLVs follow. */
    private static final int SSL_FIXED_LENGTH = 5;

    private ProxyV2() {}

    /** Command LOCAL without addresses. */
    static byte[] local() {
        return ByteBuffer.allocate(FIXED_LENGTH)
                .put(SIGNATURE)
                .put((byte) LOCAL)
                .put((byte) UNSPECIFIED)
                .putShort((short) 0)
                .array();
    }

    /** Octets of the whole header, or of its fixed part as long as that is not complete. */
    static int length(byte[] octets, int length) throws MalformedProxyHeaderException {
        int last = length - 1;
        if (last < SIGNATURE.length && octets[last] != SIGNATURE[last]) {
            throw new MalformedProxyHeaderException("The connection does not begin with a PROXY header");
        }
        int command = length > COMMAND_AT ? Byte.toUnsignedInt(octets[COMMAND_AT]) : LOCAL;
        if (command != LOCAL && command != PROXY) {
            throw new MalformedProxyHeaderException(
                    "The PROXY header has version and command 0x" + Integer.toHexString(command));
        }
        if (length < FIXED_LENGTH) {
            return FIXED_LENGTH;
        }
        int whole = FIXED_LENGTH + Short.toUnsignedInt(ByteBuffer.wrap(octets).getShort(LENGTH_AT));
        if (whole > LIMIT) {
            throw new MalformedProxyHeaderException(
                    "The PROXY header announces " + whole + " octets; at most " + LIMIT + " are read");
        }
        return whole;
    }

    static Optional<ProxyHeader> parse(byte[] octets, int length) throws MalformedProxyHeaderException {
        if (octets[COMMAND_AT] == LOCAL) {
            // The balancer's own connection: family, addresses and the rest must be skipped unseen.
            return Optional.empty();
        }
        int family = Byte.toUnsignedInt(octets[FAMILY_AT]);
        ByteBuffer rest = ByteBuffer.wrap(octets, FIXED_LENGTH, length - FIXED_LENGTH);
        Optional<ProxyHeader> header = switch (family) {
            case TCP_IPV4 -> Optional.of(addresses(rest, 4));
            case TCP_IPV6 -> Optional.of(addresses(rest, 16));
            case UNIX_STREAM -> {
                bytes(rest, 2 * UNIX_PATH_LENGTH);
                yield Optional.empty();
            }
            case UNSPECIFIED -> {
                rest.position(rest.limit());
                yield Optional.empty();
            }
            default ->
                throw new MalformedProxyHeaderException(
                        "The PROXY header has address family and protocol 0x" + Integer.toHexString(family));
        };
        checkTlvs(rest, octets, length);
        return header;
    }

    private static ProxyHeader addresses(ByteBuffer rest, int addressLength) throws MalformedProxyHeaderException {
        byte[] source = bytes(rest, addressLength);
        byte[] destination = bytes(rest, addressLength);
        ByteBuffer ports = ByteBuffer.wrap(bytes(rest, 4));
        try {
            return new ProxyHeader(
                    new InetSocketAddress(InetAddress.getByAddress(source), Short.toUnsignedInt(ports.getShort())),
                    new InetSocketAddress(
                            InetAddress.getByAddress(destination), Short.toUnsignedInt(ports.getShort())));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("An address has 4 or 16 octets, not " + addressLength, e);
        }
    }

    private static void checkTlvs(ByteBuffer tlvs, byte[] header, int length) throws MalformedProxyHeaderException {
        boolean checked = false;
        while (tlvs.hasRemaining()) {
            int type = tlvs.get();
            ByteBuffer value = value(tlvs);
            if (type == TYPE_CRC32C) {
                if (checked || value.remaining() != Integer.BYTES) {
                    throw new MalformedProxyHeaderException(
                            "The PROXY header has a CRC32c twice or not of four octets");
                }
                checkCrc(header, length, value);
                checked = true;
            } else if (type == TYPE_SSL) {
                bytes(value, SSL_FIXED_LENGTH);
                while (value.hasRemaining()) {
                    value.get();
                    value(value);
                }
            }
        }
    }

    /** Length and value of a TLV whose type was read. */
    private static ByteBuffer value(ByteBuffer tlvs) throws MalformedProxyHeaderException {
        int length =
                Short.toUnsignedInt(ByteBuffer.wrap(bytes(tlvs, Short.BYTES)).getShort());
        int start = tlvs.position();
        bytes(tlvs, length);
        return tlvs.slice(start, length);
    }

    /** The sum is over the whole header, with zeros in place of itself. */
    private static void checkCrc(byte[] header, int length, ByteBuffer value) throws MalformedProxyHeaderException {
        int at = value.arrayOffset();
        CRC32C crc = new CRC32C();
        crc.update(header, 0, at);
        crc.update(new byte[Integer.BYTES], 0, Integer.BYTES);
        crc.update(header, at + Integer.BYTES, length - at - Integer.BYTES);
        if (crc.getValue() != Integer.toUnsignedLong(value.getInt())) {
            throw new MalformedProxyHeaderException("The PROXY header does not match its CRC32c");
        }
    }

    private static byte[] bytes(ByteBuffer rest, int count) throws MalformedProxyHeaderException {
        if (count > rest.remaining()) {
            throw new MalformedProxyHeaderException("The PROXY header ends within an address or a TLV");
        }
        byte[] bytes = new byte[count];
        rest.get(bytes);
        return bytes;
    }
}
