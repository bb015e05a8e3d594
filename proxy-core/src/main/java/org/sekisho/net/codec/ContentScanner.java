package org.sekisho.net.codec;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Reads message content octet by octet and passes it on in the one form that may go upstream: lines ended with CRLF,
 * no other CR or LF (S3), every line that begins with a dot stuffed with another (S17).
 *
 * <p>The states say what was read last and is held back, so that any cut of the stream gives the same (S19):
 *
 * <pre>
 *   STUFFED_LINE --.--&gt; DOT --CR--&gt; DOT_CR --LF--&gt; ENDED
 *   STUFFED_LINE, PLAIN_LINE, DOT --other--&gt; TEXT --CR--&gt; CR --LF--&gt; STUFFED_LINE or PLAIN_LINE
 * </pre>
 *
 * Any other CR or LF is a violation: what came before it is passed on, nothing from it on. When normalising it is
 * none: a bare LF becomes CRLF, a bare CR a space (S13).
 */
final class ContentScanner {
    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final byte DOT = '.';
    private static final byte SPACE = ' ';

    private enum State {
        /** At the start of a line whose leading dot is the sender's stuffing or the terminator. */
        STUFFED_LINE(0),
        /** At the start of a line whose leading dot is content: in a chunk, or after a normalised LF. */
        PLAIN_LINE(0),
        TEXT(0),
        CR(1),
        DOT(1),
        DOT_CR(2),
        ENDED(3);

        /** How many of the octets read last are held back. */
        final int held;

        State(int held) {
            this.held = held;
        }
    }

    private final CanonicalRun run = new CanonicalRun();
    private final State lineStart;
    private final boolean normalize;
    private State state;
    private boolean violated;
    private long size;

    private ContentScanner(State lineStart, boolean normalize) {
        this.lineStart = lineStart;
        this.normalize = normalize;
        this.state = lineStart;
    }

    /** For content that is dot-stuffed and ends with CRLF "." CRLF. */
    static ContentScanner ofData(boolean normalize) {
        return new ContentScanner(State.STUFFED_LINE, normalize);
    }

    /** For content that has no stuffing and no terminator (B6). */
    static ContentScanner ofChunks(boolean normalize) {
        return new ContentScanner(State.PLAIN_LINE, normalize);
    }

    /** Reads up to the index, or to behind the terminator, and moves the reader index there. */
    void scan(ByteBuf in, int end, ContentSink sink) {
        run.begin(in);
        passOn(in, read(in, end), sink);
    }

    /** The same where the message ends at the index: a CRLF is added if it lacks one and is not empty (S18). */
    void scanLast(ByteBuf in, int end, ContentSink sink) {
        run.begin(in);
        int at = read(in, end);
        if (state == State.CR) {
            bareCr(in, at);
        }
        if (state == State.TEXT) {
            run.insert(at, CR);
            run.insert(at, LF);
            state = lineStart;
        }
        passOn(in, at, sink);
    }

    boolean ended() {
        return state == State.ENDED;
    }

    boolean violated() {
        return violated;
    }

    /** Octets read, without those of stuffing and terminator. */
    long size() {
        return size - (ended() ? State.ENDED.held : 0);
    }

    void discard() {
        run.close();
    }

    private void passOn(ByteBuf in, int at, ContentSink sink) {
        int to = heldFrom(in, at);
        size += at - in.readerIndex();
        in.readerIndex(at);
        run.end(to, sink);
    }

    /** Where the held octets begin that stand in this buffer; those of earlier buffers are in none. */
    private int heldFrom(ByteBuf in, int at) {
        return Math.max(in.readerIndex(), at - state.held);
    }

    private int read(ByteBuf in, int end) {
        int at = in.readerIndex();
        while (at < end && state != State.ENDED) {
            at = state == State.TEXT ? readText(in, at, end) : readOctet(in, at);
        }
        return at;
    }

    private int readText(ByteBuf in, int at, int end) {
        int found = in.forEachByte(at, end - at, ByteProcessor.FIND_CRLF);
        if (found < 0) {
            return end;
        }
        if (in.getByte(found) == CR) {
            state = State.CR;
        } else {
            bareLf(found);
        }
        return found + 1;
    }

    /** Takes the octet at the index, or leaves it to TEXT; returns the index to go on at. */
    private int readOctet(ByteBuf in, int at) {
        byte octet = in.getByte(at);
        return switch (state) {
            case STUFFED_LINE -> octet == DOT ? goOn(State.DOT, at + 1) : goOn(State.TEXT, at);
            case PLAIN_LINE -> {
                if (octet == DOT) {
                    run.insert(at, DOT);
                }
                yield goOn(State.TEXT, at);
            }
            case CR -> {
                if (octet != LF) {
                    yield bareCr(in, at);
                }
                putBackFromEarlier(in, at, CR);
                yield goOn(lineStart, at + 1);
            }
            case DOT -> octet == CR ? goOn(State.DOT_CR, at + 1) : unstuff(in, at, octet);
            case DOT_CR -> {
                if (octet == LF) {
                    yield goOn(State.ENDED, at + 1);
                }
                size--;
                yield bareCr(in, at);
            }
            case TEXT, ENDED -> throw new IllegalStateException("Not read octet by octet: " + state);
        };
    }

    private int goOn(State next, int at) {
        state = next;
        return at;
    }

    /** The held dot begins a line that goes on with this octet: it stays if our own stuffing would put it there. */
    private int unstuff(ByteBuf in, int at, byte octet) {
        size--;
        if (octet == DOT) {
            putBackFromEarlier(in, at, DOT);
        } else {
            run.drop(heldFrom(in, at), at);
        }
        return goOn(State.TEXT, at);
    }

    /** The one octet held back turns out to be content; if an earlier buffer had it, it is no longer in the run. */
    private void putBackFromEarlier(ByteBuf in, int at, byte octet) {
        if (at == in.readerIndex()) {
            run.insert(at, octet);
        }
    }

    /** The held CR, with the stuffing dot before it if there is one, is not followed by LF. */
    private int bareCr(ByteBuf in, int at) {
        int held = heldFrom(in, at);
        if (normalize) {
            run.drop(held, at);
            run.insert(at, SPACE);
        } else {
            violate(held);
        }
        return goOn(State.TEXT, at);
    }

    /** A violation leaves the state at TEXT: a dot behind it is not at the start of a line. */
    private void bareLf(int at) {
        if (normalize) {
            run.insert(at, CR);
            state = State.PLAIN_LINE;
        } else {
            violate(at);
        }
    }

    private void violate(int at) {
        violated = true;
        run.closeAt(at);
    }
}
