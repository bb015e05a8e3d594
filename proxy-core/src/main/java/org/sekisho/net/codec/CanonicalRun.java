package org.sekisho.net.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a decoder passes on: a slice of the input if that may go as it stands, or a copy from the first
 * change on. One buffer in either case, so that a message made of dots cannot become thousands of tiny ones (J11).
 *
 * <p>Indexes are those of the input and never go back.
 */
final class CanonicalRun {
    /** Room for the few octets most changed runs gain; the copy grows if there are more. */
    private static final int SPARE = 64;

    private ByteBuf input = Unpooled.EMPTY_BUFFER;

    /** First octet of the input that is neither passed on nor dropped yet. */
    private int from;

    private int stop;
    private boolean closed;
    private @Nullable ByteBuf copy;

    /** Starts at the reader index of the input. */
    void begin(ByteBuf next) {
        input = next;
        from = next.readerIndex();
        stop = closed ? from : Integer.MAX_VALUE;
    }

    /** Adds an octet of ours before the one at the index. */
    void insert(int at, byte octet) {
        if (!closed) {
            copyUpTo(at).writeByte(octet);
        }
    }

    /** Leaves out the octets from one index to before the other. */
    void drop(int at, int next) {
        if (closed || at == next) {
            return;
        }
        if (at > from) {
            copyUpTo(at);
        }
        from = next;
    }

    /** What comes from this index on is not passed on, in this call or any later one. */
    void closeAt(int at) {
        if (!closed) {
            closed = true;
            stop = at;
        }
    }

    void close() {
        closed = true;
    }

    /** Passes on all up to the index. */
    void end(int at, ContentSink sink) {
        int to = Math.min(at, stop);
        ByteBuf content = Unpooled.EMPTY_BUFFER;
        if (copy != null) {
            content = copyUpTo(to);
            copy = null;
        } else if (to > from) {
            content = input.retainedSlice(from, to - from);
        }
        input = Unpooled.EMPTY_BUFFER;
        if (content.isReadable()) {
            sink.content(content);
        }
    }

    private ByteBuf copyUpTo(int at) {
        ByteBuf target = copy;
        if (target == null) {
            target = input.alloc().buffer(input.readableBytes() + SPARE);
            copy = target;
        }
        target.writeBytes(input, from, at - from);
        from = at;
        return target;
    }
}
