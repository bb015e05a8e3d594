package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TallyCodecTest {
    private static final Instant NOW = Instant.parse("2027-01-04T12:00:00.123Z");

    private final TallyCodec codec = new TallyCodec();

    @Test
    void readsWhatItWrote() {
        Tally tally = Tally.NONE
                .and(new Tally.Mark(NOW, -5, 7), "one", 1, Duration.ofMinutes(5), 10)
                .and(
                        new Tally.Mark(NOW.plusSeconds(2), Integer.MIN_VALUE, 0),
                        "two \u65e5",
                        1.5,
                        Duration.ofMinutes(5),
                        10)
                .and(3)
                .sentenced(
                        new Tally.Sentence(Long.MIN_VALUE, NOW, Instant.MAX, 2, 1, Tally.Outcome.SPARED),
                        new Tally.History(4, NOW.plusSeconds(86_400)));
        assertThat(codec.decode(codec.encode(tally))).isEqualTo(tally);
    }

    @Test
    void readsAnEmptyOne() {
        assertThat(codec.decode(codec.encode(Tally.NONE))).isEqualTo(Tally.NONE);
    }

    @Test
    void needsNoMoreThanItsBoundForTheLongestOne() {
        List<Tally.Mark> marks = new ArrayList<>();
        for (int i = 0; i < JailSettings.MOST_RETRIES; i++) {
            marks.add(new Tally.Mark(NOW.plus(Duration.ofHours(17L * i)), Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        Tally longest = new Tally(
                marks,
                Integer.MAX_VALUE,
                new Tally.Rate(1e300, NOW, NOW),
                new Tally.Good(Integer.MAX_VALUE, Integer.MAX_VALUE, NOW),
                Collections.nCopies(Ban.MOST_EVIDENCE, "\u65e5".repeat(200)),
                new Tally.History(Integer.MAX_VALUE, NOW),
                Optional.of(new Tally.Sentence(Long.MIN_VALUE, NOW, Instant.MAX, 500, 500, Tally.Outcome.ONLY_SAID)));
        assertThat(codec.encode(longest)).hasSizeLessThan(TallyCodec.MOST_OCTETS);
    }
}
