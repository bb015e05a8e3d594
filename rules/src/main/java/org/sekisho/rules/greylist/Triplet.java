package org.sekisho.rules.greylist;

import java.time.Instant;
import java.util.Optional;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/**
 * What is known of one client, sender and recipient. Times are to the millisecond.
 *
 * @param first when it came first; early retries do not change it (G10)
 * @param last when it came last
 * @param retries how often it came back late enough
 * @param passed when it had come back often enough
 */
record Triplet(Instant first, Instant last, int retries, Optional<Instant> passed) {

    static final Codec<Triplet> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Triplet triplet) {
            return new RecordWriter(1)
                    .number(triplet.first.toEpochMilli())
                    .number(triplet.last.toEpochMilli())
                    .number(triplet.retries)
                    .number(triplet.passed.map(Instant::toEpochMilli).orElse(0L))
                    .octets();
        }

        @Override
        public Triplet decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            Instant first = Instant.ofEpochMilli(in.number());
            Instant last = Instant.ofEpochMilli(in.number());
            int retries = (int) in.number();
            long passed = in.number();
            in.end();
            return new Triplet(
                    first, last, retries, passed == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(passed)));
        }
    };

    static Triplet seen(Instant now) {
        return new Triplet(now, now, 0, Optional.empty());
    }

    Triplet at(Instant now) {
        return new Triplet(first, now, retries, passed);
    }

    Triplet cameBack(Instant now, boolean enough) {
        return new Triplet(first, now, retries + 1, enough ? Optional.of(now) : Optional.empty());
    }

    Triplet taken(Instant now) {
        return new Triplet(first, now, retries, Optional.of(now));
    }

    /** Without times that have not come yet: another node's clock, or ours was set back (G10). */
    Triplet notAheadOf(Instant now) {
        return new Triplet(
                earlier(first, now), earlier(last, now), retries, passed.map(instant -> earlier(instant, now)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
