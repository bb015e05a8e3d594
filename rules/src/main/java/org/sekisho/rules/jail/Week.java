package org.sekisho.rules.jail;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.sekisho.settings.Network;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/**
 * How many messages came on each of the last seven days.
 *
 * @param day the newest one, in days since 1970 (UTC)
 * @param counts of that day, the one before it, and so on
 */
record Week(long day, List<Long> counts) {
    static final int DAYS = 7;

    static final Codec<Week> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Week week) {
            RecordWriter out = new RecordWriter(1).number(week.day);
            week.counts.forEach(out::number);
            return out.octets();
        }

        @Override
        public Week decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            long day = in.number();
            Long[] counts = new Long[DAYS];
            for (int i = 0; i < DAYS; i++) {
                counts[i] = in.number();
            }
            in.end();
            return new Week(day, List.of(counts));
        }

        @Override
        public boolean fits(String key, Week week) {
            return Network.isWritten(key);
        }
    };

    Week {
        counts = List.copyOf(counts);
    }

    static Week beginning(Instant now) {
        Long[] none = new Long[DAYS];
        Arrays.fill(none, 0L);
        return new Week(dayOf(now), List.of(none));
    }

    /** With one message more. A clock that was set back counts for the newest day. */
    Week another(Instant now) {
        long passed = Math.min(DAYS, Math.max(0, dayOf(now) - day));
        List<Long> moved = Stream.concat(Stream.generate(() -> 0L).limit(passed), counts.stream())
                .limit(DAYS)
                .toList();
        return new Week(
                day + Math.max(0, dayOf(now) - day),
                Stream.concat(Stream.of(moved.get(0) + 1), moved.stream().skip(1))
                        .toList());
    }

    long messages() {
        return messages(DAYS);
    }

    /** Until when it is so many messages within seven days, if no more come; the past if it is less. */
    Instant holdsUntil(long messages) {
        int days = 0;
        while (days < DAYS && messages(DAYS - days) >= messages) {
            days++;
        }
        return Instant.EPOCH.plus(Duration.ofDays(day + days));
    }

    /** From when on it is of no use. */
    Instant end() {
        return Instant.EPOCH.plus(Duration.ofDays(day + DAYS));
    }

    private long messages(int newest) {
        return counts.stream().limit(newest).mapToLong(count -> count).sum();
    }

    private static long dayOf(Instant now) {
        return Duration.between(Instant.EPOCH, now).toDays();
    }
}
