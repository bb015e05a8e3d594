package org.sekisho.net.codec;

import io.netty.buffer.ByteBuf;

/**
 * The content of one message that comes in BDAT chunks (RFC 3030), turned into the form of DATA. One instance a
 * message.
 *
 * <p>Chunks may be cut anywhere, also within a CRLF. Dots are stuffed, and behind the last chunk a CRLF is added if the
 * message is not empty and lacks it (S18). A CR or LF that is not part of a CRLF makes the message
 * {@linkplain #violated() violated}: what came before it is passed on, nothing from it on, and the announced octets are
 * still consumed (B2). A CR that ends the message is one. With {@code normalize} nothing is a violation: a bare LF
 * becomes CRLF and a bare CR a space (S13).
 */
public final class ChunkDecoder {
    private final ContentScanner scanner;
    private long remaining;
    private boolean last;
    private boolean complete;

    public ChunkDecoder(boolean normalize) {
        scanner = ContentScanner.ofChunks(normalize);
    }

    /** A BDAT command was read; its octets follow. {@link #decode} must be called even if there are none. */
    public void begin(long octets, boolean lastChunk) {
        if (octets < 0) {
            throw new IllegalArgumentException("A chunk cannot have " + octets + " octets");
        }
        if (remaining > 0 || last) {
            throw new IllegalStateException(last ? "The last chunk has begun already" : "The chunk before is not over");
        }
        remaining = octets;
        last = lastChunk;
    }

    /**
     * Consumes the input up to the end of the chunk.
     *
     * @return true once all octets of the chunk were consumed
     */
    public boolean decode(ByteBuf in, ContentSink sink) {
        if (complete) {
            return true;
        }
        int count = (int) Math.min(remaining, in.readableBytes());
        int end = in.readerIndex() + count;
        remaining -= count;
        complete = last && remaining == 0;
        if (complete) {
            scanner.scanLast(in, end, sink);
        } else {
            scanner.scan(in, end, sink);
        }
        return remaining == 0;
    }

    /** The last chunk was consumed. */
    public boolean complete() {
        return complete;
    }

    /** A bare CR or LF was found; final once {@link #complete()}. */
    public boolean violated() {
        return scanner.violated();
    }

    /** Octets of all chunks consumed so far. */
    public long size() {
        return scanner.size();
    }

    /** From now on nothing is passed on; chunks are still consumed (B2). */
    public void discard() {
        scanner.discard();
    }
}
