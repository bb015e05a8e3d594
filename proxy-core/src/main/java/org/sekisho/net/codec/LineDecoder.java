package org.sekisho.net.codec;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.util.Arrays;

/**
 * Cuts a stream into lines. Only CRLF ends a line (S1); a line that is too long or holds another CR or LF is consumed
 * to its CRLF and reported once, so that the stream stays in step (L2, O7).
 *
 * <p>A partial line is kept here, not in the buffer it came in, and takes no memory once it is complete (J12). Octets of
 * credentials are overwritten with zeros in the input as soon as they are copied: of every line while {@linkplain
 * #setSecret secret}, and always of a line that begins with "AUTH " (A13). The input must therefore be writable.
 */
public final class LineDecoder {
    public enum Status {
        /** The line is not complete; all input was consumed. */
        NONE,
        /** {@link LineDecoder#line()} has it. */
        LINE,
        TOO_LONG,
        /** The line, long or not, held a CR without LF or an LF without CR. */
        BARE_NEWLINE
    }

    private static final byte[] NOTHING = {};
    private static final byte[] AUTH = {'A', 'U', 'T', 'H', ' '};
    private static final int CRLF_LENGTH = 2;
    private static final int LEAST_HELD = 64;

    private int limit;
    private boolean secret;
    private byte[] line = NOTHING;

    private byte[] held = NOTHING;
    private int heldLength;
    private long discarded;
    private boolean afterCr;
    private boolean bare;
    private boolean credentials;

    /**
     * @param limit octets of the longest line, its CRLF included
     */
    public LineDecoder(int limit) {
        setLimit(limit);
    }

    /** Holds for the line being read, too, as far as it was not discarded already. */
    public void setLimit(int octets) {
        if (octets < CRLF_LENGTH) {
            throw new IllegalArgumentException("A line has at least the two octets of its CRLF, not " + octets);
        }
        limit = octets;
    }

    public void setSecret(boolean secret) {
        this.secret = secret;
    }

    /** Consumes at most one line; the reader index is then right behind its CRLF. */
    public Status decode(ByteBuf in) {
        int start = in.readerIndex();
        int behind = behindCrlf(in);
        int count = (behind < 0 ? in.writerIndex() : behind) - start;
        if (count == 0) {
            return Status.NONE;
        }
        credentials = credentials || beginsWithAuth(in, start, count);
        Status status = Status.NONE;
        if (bare || discarded > 0 || heldLength + count > limit) {
            discarded += heldLength + count;
            releaseHeld();
        } else if (behind < 0) {
            hold(in, start, count);
        } else {
            line = complete(in, start, count);
        }
        if (secret || credentials) {
            in.setZero(start, count);
        }
        in.readerIndex(start + count);
        if (behind >= 0) {
            status = bare ? Status.BARE_NEWLINE : discarded > 0 ? Status.TOO_LONG : Status.LINE;
            clear();
        }
        return status;
    }

    /** The last line, without its CRLF. The array is the caller's, who may wipe it. */
    public byte[] line() {
        return line;
    }

    /**
     * Octets thrown away of the line being read, which is already known to be too long or to hold a bare newline; 0 if
     * it is not. For cutting off a client that never ends it.
     */
    public long discarded() {
        return discarded;
    }

    /** Whether the line being read is known to hold a bare newline, though it has not ended. */
    public boolean holdsBareNewline() {
        return bare;
    }

    /** No octet of a line that is not complete was read. */
    public boolean idle() {
        return heldLength == 0 && discarded == 0;
    }

    /** Forgets the line being read. */
    public void clear() {
        releaseHeld();
        discarded = 0;
        afterCr = false;
        bare = false;
        credentials = false;
    }

    /** The index behind the CRLF, or -1 if it has not come yet; notes what is not CRLF. */
    private int behindCrlf(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (at < end) {
            if (afterCr) {
                afterCr = false;
                if (in.getByte(at) == '\n') {
                    return at + 1;
                }
                bare = true;
            }
            int found = in.forEachByte(at, end - at, ByteProcessor.FIND_CRLF);
            if (found < 0) {
                return -1;
            }
            afterCr = in.getByte(found) == '\r';
            bare = bare || !afterCr;
            at = found + 1;
        }
        return -1;
    }

    private byte[] complete(ByteBuf in, int start, int count) {
        byte[] whole = new byte[heldLength + count - CRLF_LENGTH];
        int before = Math.min(heldLength, whole.length);
        System.arraycopy(held, 0, whole, 0, before);
        in.getBytes(start, whole, before, whole.length - before);
        return whole;
    }

    private void hold(ByteBuf in, int start, int count) {
        int needed = heldLength + count;
        if (needed > held.length) {
            byte[] larger = new byte[Math.min(limit, Math.max(LEAST_HELD, 2 * needed))];
            System.arraycopy(held, 0, larger, 0, heldLength);
            Arrays.fill(held, (byte) 0);
            held = larger;
        }
        in.getBytes(start, held, heldLength, count);
        heldLength = needed;
    }

    private void releaseHeld() {
        Arrays.fill(held, 0, heldLength, (byte) 0);
        held = NOTHING;
        heldLength = 0;
    }

    /** Verbs are case-insensitive (L14). */
    private boolean beginsWithAuth(ByteBuf in, int start, int count) {
        if (discarded > 0 || heldLength + count < AUTH.length) {
            return false;
        }
        for (int i = 0; i < AUTH.length; i++) {
            int octet = i < heldLength ? held[i] : in.getByte(start + i - heldLength);
            if (Character.toUpperCase(octet) != AUTH[i]) {
                return false;
            }
        }
        return true;
    }
}
