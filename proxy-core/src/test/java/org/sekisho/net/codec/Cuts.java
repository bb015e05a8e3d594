package org.sekisho.net.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The segments a stream may arrive in. Streams are written as text, one character an octet. */
final class Cuts {
    /** Without Netty's leak detector, which would record each octet read: the tests look at the counts themselves. */
    private static final ByteBufAllocator BUFFERS = new UnpooledByteBufAllocator(true, true);

    private Cuts() {}

    /** Uncut, cut in two at each place, and octet by octet. */
    static List<List<byte[]>> of(String stream) {
        byte[] octets = octets(stream);
        List<List<byte[]>> cuts = new ArrayList<>();
        for (int at = 0; at < octets.length; at++) {
            cuts.add(List.of(Arrays.copyOfRange(octets, 0, at), Arrays.copyOfRange(octets, at, octets.length)));
        }
        cuts.add(IntStream.range(0, octets.length)
                .mapToObj(i -> Arrays.copyOfRange(octets, i, i + 1))
                .toList());
        return cuts;
    }

    static List<byte[]> random(String stream, Random random) {
        byte[] octets = octets(stream);
        List<byte[]> segments = new ArrayList<>();
        int at = 0;
        while (at < octets.length) {
            int next = Math.min(octets.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 20));
            segments.add(Arrays.copyOfRange(octets, at, next));
            at = next;
        }
        return segments;
    }

    /** Up to so many of the octets, which are to be the interesting ones. */
    static String randomStream(String octets, int length, Random random) {
        StringBuilder stream = new StringBuilder();
        for (int i = random.nextInt(length + 1); i > 0; i--) {
            stream.append(octets.charAt(random.nextInt(octets.length())));
        }
        return stream.toString();
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static ByteBuf buffer(byte[] segment) {
        return BUFFERS.directBuffer(segment.length + 1).writeBytes(segment);
    }

    static ByteBuf buffer(String segment) {
        return buffer(octets(segment));
    }
}
