package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.rules.jail.Tally.Rate;

/** fail2ban's way to count: after findTime, the rate since the first failure is taken for that time. */
class Fail2banArithmeticTest {
    private static final Instant START = Instant.parse("2027-01-04T12:00:00Z");
    private static final Duration FIND_TIME = Duration.ofMinutes(10);

    /** Worked out by hand: {@code round(retry / (t - first) * findTime)}, first moves to t - findTime. */
    @ParameterizedTest
    @CsvSource({
        "0 100 200, 3, 0",
        "0 599, 2, 0",
        "0 600, 1, 600",
        "0 400 700, 3, 100", // 3 / 700 * 600 = 2.57
        "0 300 600 900, 3, 300", // 4 / 900 * 600 = 2.67
        "0 300 600 900 1200, 3, 600", // after 900: 3 since 300; then 4 / 900 * 600 = 2.67
        "0 590 1180, 2, 580", // 3 / 1180 * 600 = 1.53
        "0 500 1000, 2, 400", // 3 / 1000 * 600 = 1.8
        "0 601, 1, 601", // the last was as old as findTime: a new beginning
        "0 600 1200, 1, 1200"
    })
    void countsARate(String seconds, double failures, long first) {
        Rate rate = Rate.NONE;
        for (int second :
                Arrays.stream(seconds.split(" ")).mapToInt(Integer::parseInt).toArray()) {
            rate = rate.and(START.plusSeconds(second), 1, FIND_TIME);
        }
        assertThat(rate.failures()).isEqualTo(failures);
        assertThat(rate.first()).isEqualTo(START.plusSeconds(first));
    }

    /** In any 300 s there are three; 4 / 301 * 300 is 3.99. */
    @ParameterizedTest
    @CsvSource({"WINDOW, false", "FAIL2BAN, true"})
    void differsFromTheExactWindow(Counting counting, boolean banned) {
        Precinct precinct = new Precinct().with("unknown-users", jail -> {
            jail.counting = counting;
            jail.maxRetry = 4;
        });
        for (int pause : new int[] {0, 10, 280, 11}) {
            precinct.pass(Duration.ofSeconds(pause)).from("192.0.2.7").unknown("after" + pause + "@example.org");
        }
        assertThat(precinct.banned.isEmpty()).isNotEqualTo(banned);
    }

    @Test
    void weighsMoreWhoeverWasBannedBefore() {
        Precinct precinct = new Precinct().with("unknown-users", jail -> {
            jail.counting = Counting.FAIL2BAN;
            jail.maxRetry = 4;
            jail.increment = new Increment(true, 1, List.of(), Optional.empty(), Duration.ZERO);
        });
        precinct.from("192.0.2.7").unknown("a@example.org", "b@example.org", "c@example.org", "d@example.org");
        precinct.pass(Duration.ofHours(2)).from("192.0.2.7").unknown("a@example.org", "b@example.org");
        assertThat(precinct.inForce()).containsExactly("192.0.2.7");
    }
}
