package org.sekisho.rules.recipients;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sekisho.state.Change;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.Table;

/**
 * Which records of a domain count: each has the number of its generation, and a purge of the domain makes another one the
 * present one. So all of its records are forgotten at once, on all nodes, and none has to be looked for.
 */
final class Generations {
    /** Of a domain that was not purged while any of its records has been alive. */
    static final long FIRST = 0;

    /** Settings that were longer before a reload, or are on another node, have made records that live longer. */
    private static final Duration LEAST_KEPT = Duration.ofDays(90);

    private static final int MOST = 10_000;
    private static final int MOST_OCTETS = 16;
    private static final int VERSION = 1;

    private static final Codec<Long> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Long value) {
            return new RecordWriter(VERSION).number(value).octets();
        }

        @Override
        public Long decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, VERSION);
            long value = in.number();
            in.end();
            return value;
        }

        @Override
        public boolean fits(String key, Long value) {
            return RecipientKey.isDomain(key);
        }
    };

    /** By domain. Said by operators: one that made room for others would bring back what was purged. */
    static final Table<Long> TABLE = Table.operator("recipient-generations", CODEC, MOST, MOST_OCTETS);

    private Generations() {}

    static long of(Optional<Held<Long>> found) {
        return found.map(Held::value).orElse(FIRST);
    }

    /**
     * Begins another one, which no record has: its number is the second in which it begins, so that it does not come again
     * after it has expired.
     *
     * @param longest how long records live
     */
    static Change<Long> next(Instant now, Duration longest) {
        Instant end = now.plus(longest.compareTo(LEAST_KEPT) < 0 ? LEAST_KEPT : longest);
        return was -> Optional.of(new Held<>(Math.max(now.getEpochSecond(), of(was) + 1), end));
    }
}
