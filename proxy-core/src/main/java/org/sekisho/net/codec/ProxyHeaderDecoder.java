package org.sekisho.net.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the PROXY header, version 1 or 2, that a load balancer puts before a connection (haproxy's proxy-protocol.txt).
 * Only the octets of the header are consumed: what follows may be a TLS handshake (T14, bug 52).
 *
 * <p>Written here rather than taken from Netty, whose decoder does not verify the CRC32c, accepts leading zeros and
 * addresses not in canonical form, and ends a header of version 1 at a bare LF (P3, P5).
 *
 * <p>Where there is no client address to take, the header is empty and the connection's own addresses hold: version 1
 * UNKNOWN, version 2 LOCAL, unspecified family, Unix socket (P4). A header for datagrams is malformed, as no mail comes
 * by them.
 */
public final class ProxyHeaderDecoder {
    public enum Status {
        /** The header is not complete; all input was consumed. */
        NONE,
        /** {@link ProxyHeaderDecoder#header()} has it. */
        DONE,
        /** To be answered by closing the connection; {@link ProxyHeaderDecoder#problem()} says why (P1). */
        MALFORMED
    }

    private byte[] octets = new byte[ProxyV1.LIMIT];
    private int length;
    private Status status = Status.NONE;
    private Optional<ProxyHeader> header = Optional.empty();
    private String problem = "";

    /** Consumes no more of the input than the header. */
    public Status decode(ByteBuf in) {
        try {
            while (status == Status.NONE && in.isReadable()) {
                octets[length++] = in.readByte();
                judge();
            }
        } catch (MalformedProxyHeaderException e) {
            finish(Status.MALFORMED);
            problem = String.valueOf(e.getMessage());
        }
        return status;
    }

    /** The addresses, if the header is done and gives any. */
    public Optional<ProxyHeader> header() {
        return header;
    }

    /** Why the header is malformed, for the log; empty if it is not. */
    public String problem() {
        return problem;
    }

    /** Looks at the header after each octet, so that a wrong one is known at once and nothing behind it is read. */
    private void judge() throws MalformedProxyHeaderException {
        if (octets[0] == ProxyV1.PREFIX[0]) {
            if (ProxyV1.ends(octets, length)) {
                header = ProxyV1.parse(octets, length);
                finish(Status.DONE);
            }
            return;
        }
        int whole = ProxyV2.length(octets, length);
        if (length == whole) {
            header = ProxyV2.parse(octets, length);
            finish(Status.DONE);
        } else if (whole > octets.length) {
            octets = Arrays.copyOf(octets, whole);
        }
    }

    private void finish(Status end) {
        status = end;
        octets = new byte[0];
    }
}
