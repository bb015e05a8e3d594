package org.sekisho.net.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.net.codec.ContentSink;
import org.sekisho.net.codec.LineDecoder;
import org.sekisho.session.SmtpSession;
import org.sekisho.session.State;

/**
 * What a client has sent and its session has not taken yet. The session gets one line, or one piece of a message, at a
 * time and only when it waits for that: what was read in the same packet stays here (J6).
 */
final class ClientInput {
    /** Octets of a command line with its CRLF: RFC 5321's 512 and every extension's share, twice (L1). */
    private static final int COMMAND_LIMIT = 4_096;
    /** Octets of a line in an AUTH exchange with its CRLF (RFC 4954 section 4, A4). */
    private static final int SASL_LIMIT = 12_288 + 2;
    /** Octets of one over-long line after which the client is cut off (L2). */
    private static final int ENDLESS_LINE = 65_536;
    /** Octets that may wait while the session takes none; a few more may come in the read that goes past it (D8). */
    private static final int MOST_UNREAD = 4_096;
    /**
     * The same while the client is being judged or delayed, on NIO: it hears of the client's end only by reading up to it,
     * and the client's place is to be free at once (D7). More than a group of commands to a hundred recipients.
     */
    private static final int MOST_UNREAD_HELD = 65_536;
    /** The first octet of a TLS handshake; no command begins with it (RFC 8446 section 5.1). */
    private static final byte TLS_HANDSHAKE = 0x16;

    private final SmtpSession session;
    private final ByteBufAllocator allocator;
    private final LineDecoder lines = new LineDecoder(COMMAND_LIMIT);
    private final MessageReader messages;
    private final boolean endTold;

    private @Nullable ByteBuf unread;
    private boolean seenAny;
    private boolean withHeader;

    /**
     * @param endTold whether the end of the client is told though octets before it have not been read
     * @param withHeader whether the first octets may come in the segment of a PROXY header
     */
    ClientInput(
            SmtpSession session,
            ByteBufAllocator allocator,
            ContentSink upstream,
            boolean normalizes,
            boolean endTold,
            boolean withHeader) {
        this.session = session;
        this.allocator = allocator;
        this.endTold = endTold;
        this.withHeader = withHeader;
        messages = new MessageReader(session, upstream, normalizes);
    }

    MessageReader messages() {
        return messages;
    }

    /** Takes the buffer over. */
    void add(ByteBuf in) {
        if (!withHeader) {
            session.octetsCame();
        }
        if (!seenAny) {
            seenAny = true;
            if (looksLikeTls(in)) {
                in.release();
                session.notSmtp();
                return;
            }
        }
        keepRaw(in);
    }

    /** What comes from now on is not in the segment of the PROXY header, with which EHLO is no early talk (O10). */
    void segmentOver() {
        withHeader = false;
    }

    /** Takes the buffer over without a look at it: it is still under TLS. */
    void keepRaw(ByteBuf in) {
        unread = unread == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, unread, in);
    }

    /** Gives away what was kept so, now that it can be decrypted. */
    Optional<ByteBuf> takeRaw() {
        Optional<ByteBuf> raw = Optional.ofNullable(unread);
        unread = null;
        return raw;
    }

    /** A ClientHello on a port that speaks first: a client for another port, or an attack across protocols (T12). */
    private static boolean looksLikeTls(ByteBuf in) {
        return in.isReadable() && in.getByte(in.readerIndex()) == TLS_HANDSHAKE;
    }

    /** Feeds the session the next line, if there is one; false if more must come first. */
    boolean readLine() {
        if (unread == null) {
            return false;
        }
        boolean secret = session.state() == State.SASL;
        lines.setSecret(secret);
        lines.setLimit(secret ? SASL_LIMIT : COMMAND_LIMIT);
        LineDecoder.Status status = lines.decode(unread);
        releaseIfRead();
        switch (status) {
            case LINE -> session.line(lines.line());
            case TOO_LONG -> session.lineTooLong();
            case BARE_NEWLINE -> session.lineWithBareNewline();
            case NONE -> {
                if (lines.holdsBareNewline()) {
                    session.bareNewlineCame();
                }
                if (lines.discarded() > ENDLESS_LINE) {
                    session.notSmtp();
                }
            }
        }
        return status != LineDecoder.Status.NONE;
    }

    /** What one look at the input brought of a message. */
    record Progress(int octets, boolean ended) {}

    /** Relays what there is of the message; a chunk of no octets needs no input to end. */
    Progress readMessage() {
        ByteBuf in = unread == null ? Unpooled.EMPTY_BUFFER : unread;
        int before = in.readableBytes();
        boolean ended = messages.read(in);
        int octets = before - in.readableBytes();
        releaseIfRead();
        return new Progress(octets, ended);
    }

    /** Whether nothing waits, not even a part of a line. */
    boolean empty() {
        return unread == null && lines.idle();
    }

    /** Whether a line, or a part of one, waits that has not been looked at. */
    boolean waiting() {
        return unread != null;
    }

    boolean full() {
        boolean held = session.state() == State.DECISION || session.state() == State.DELAY;
        int most = held && !endTold ? MOST_UNREAD_HELD : MOST_UNREAD;
        return unread != null && unread.readableBytes() >= most;
    }

    private void releaseIfRead() {
        if (unread != null && !unread.isReadable()) {
            release();
        }
    }

    void release() {
        if (unread != null) {
            unread.release();
            unread = null;
        }
    }
}
