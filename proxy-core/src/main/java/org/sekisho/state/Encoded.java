package org.sekisho.state;

import java.nio.ByteBuffer;

/** Leaves values as they are written down. */
final class Encoded implements Codec<ByteBuffer> {
    static final Codec<ByteBuffer> CODEC = new Encoded();

    private Encoded() {}

    @Override
    public byte[] encode(ByteBuffer value) {
        byte[] octets = new byte[value.remaining()];
        value.duplicate().get(octets);
        return octets;
    }

    @Override
    public ByteBuffer decode(byte[] octets) {
        return ByteBuffer.wrap(octets).asReadOnlyBuffer();
    }
}
