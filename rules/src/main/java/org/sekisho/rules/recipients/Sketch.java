package org.sekisho.rules.recipients;

import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/**
 * How many different texts there were, about, without keeping them: each sets one of 256 bits, and the bits that stayed
 * clear tell the number (linear counting). Within one of the truth up to 20, within a fifth up to 1,000.
 */
record Sketch(long a, long b, long c, long d) {
    static final Sketch NOTHING = new Sketch(0, 0, 0, 0);
    private static final int BITS = 256;

    Sketch with(String text) {
        long mixed = mix(text.hashCode());
        long bit = 1L << (mixed >>> 58);
        return switch ((int) (mixed & 3)) {
            case 0 -> new Sketch(a | bit, b, c, d);
            case 1 -> new Sketch(a, b | bit, c, d);
            case 2 -> new Sketch(a, b, c | bit, d);
            default -> new Sketch(a, b, c, d | bit);
        };
    }

    int about() {
        int set = Long.bitCount(a) + Long.bitCount(b) + Long.bitCount(c) + Long.bitCount(d);
        double clear = Math.max(1, BITS - set);
        return (int) Math.round(BITS * Math.log(BITS / clear));
    }

    /** Spreads neighbours such as user1 and user2 over all bits: the finalizer of MurmurHash3. */
    private static long mix(long hash) {
        long h = hash;
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        h *= 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }

    RecordWriter write(RecordWriter out) {
        return out.number(a).number(b).number(c).number(d);
    }

    static Sketch read(RecordReader in) {
        return new Sketch(in.number(), in.number(), in.number(), in.number());
    }
}
