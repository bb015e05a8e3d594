package org.sekisho.net.codec;

import io.netty.buffer.ByteBuf;

/** Takes the content of a message as it goes upstream: canonical and dot-stuffed, without the terminator. */
@FunctionalInterface
public interface ContentSink {
    /**
     * At most once in each call of a decoder, as its last act.
     *
     * @param content not empty; the sink releases it. Often a slice, which holds the whole buffer it was cut from.
     */
    void content(ByteBuf content);
}
