package org.sekisho.net.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A queue of small slices of large buffers would hold far more memory than its watermark says (bug 34). */
final class SmallSlices {
    /** A queued slice may hold a buffer up to so many times its own size. */
    private static final int MOST_HELD = 4;

    private SmallSlices() {}

    /** The same octets in a buffer that fits them: a copy, if the slice holds much more than itself. Takes it over. */
    static ByteBuf unpinned(ByteBuf slice, ByteBufAllocator allocator) {
        if (slice.readableBytes() >= whole(slice).capacity() / MOST_HELD) {
            return slice;
        }
        try {
            return allocator.buffer(slice.readableBytes()).writeBytes(slice);
        } finally {
            slice.release();
        }
    }

    private static ByteBuf whole(ByteBuf slice) {
        ByteBuf whole = slice;
        for (ByteBuf outer = whole.unwrap(); outer != null; outer = outer.unwrap()) {
            whole = outer;
        }
        return whole;
    }
}
