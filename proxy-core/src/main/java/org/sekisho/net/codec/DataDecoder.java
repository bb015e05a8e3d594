package org.sekisho.net.codec;

import io.netty.buffer.ByteBuf;

/**
 * The content of one message after DATA, from the client's stream to what goes upstream. One instance a message.
 *
 * <p>The content is passed on dot-stuffed and is, to the octet, what stuffing the unstuffed message would give (S17).
 * The terminator is never passed on: it is written by whoever knows the verdict. A CR or LF that is not part of a CRLF
 * makes the message {@linkplain #violated() violated}: what came before it is passed on, nothing from it on.
 *
 * <p>The end is the first place where the octets CR LF "." CR LF stand, or "." CR LF as the very first of the message,
 * and nothing else, also after a violation (S2, S4, S10, S14). So CR CR LF "." CR LF is a violation and an end, LF "."
 * CR LF is a violation and no end. Only after an octet-exact CRLF is a leading dot taken for stuffing.
 *
 * <p>With {@code normalize} nothing is a violation: a bare LF becomes CRLF and a bare CR a space (S13). The end is
 * still only the one above, and a dot that normalising moves to the start of a line is content and gets stuffed.
 */
public final class DataDecoder {
    private final ContentScanner scanner;

    public DataDecoder(boolean normalize) {
        scanner = ContentScanner.ofData(normalize);
    }

    /**
     * Consumes the input up to the end of the message.
     *
     * @return true once the end was consumed; the input's reader index is right behind it
     */
    public boolean decode(ByteBuf in, ContentSink sink) {
        scanner.scan(in, in.writerIndex(), sink);
        return scanner.ended();
    }

    /** A bare CR or LF was found; final once {@link #decode} returned true. */
    public boolean violated() {
        return scanner.violated();
    }

    /**
     * Octets of the message as it was received: with CRLF, without stuffing dots and terminator (E1). Until the end
     * came it may count up to three octets of a terminator that has begun.
     */
    public long size() {
        return scanner.size();
    }

    /** From now on nothing is passed on; the end is still looked for (U4). */
    public void discard() {
        scanner.discard();
    }
}
