package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Longer bans for those who come back, by fail2ban's examples. */
class IncrementTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private static Increment increment(double factor, List<Double> multipliers, Optional<Duration> most, int random) {
        return new Increment(true, factor, multipliers, most, Duration.ofMinutes(random));
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "1, 20", "2, 40", "3, 80", "4, 160", "5, 320", "20, 10485760", "21, 10485760"})
    void doublesEachTime(int times, long minutes) {
        assertThat(increment(1, List.of(), Optional.empty(), 0).of(TEN_MINUTES, times, 0.9))
                .isEqualTo(Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "1, 50", "2, 300", "7, 28800", "100, 28800"})
    void takesMultipliersInPlaceOfThePower(int times, long minutes) {
        List<Double> published = List.of(1.0, 5.0, 30.0, 60.0, 300.0, 720.0, 1440.0, 2880.0);
        assertThat(increment(1, published, Optional.empty(), 0).of(TEN_MINUTES, times, 0))
                .isEqualTo(Duration.ofMinutes(minutes));
    }

    @Test
    void multipliesByTheFactor() {
        assertThat(increment(1.5, List.of(), Optional.empty(), 0).of(TEN_MINUTES, 1, 0))
                .isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void isNeverShorterThanTheBanTime() {
        assertThat(increment(0.1, List.of(), Optional.empty(), 0).of(TEN_MINUTES, 0, 0))
                .isEqualTo(TEN_MINUTES);
    }

    @Test
    void addsTheRandomPartAfterTheCap() {
        assertThat(increment(1, List.of(), Optional.of(Duration.ofHours(1)), 10).of(TEN_MINUTES, 9, 0.5))
                .isEqualTo(Duration.ofMinutes(65));
    }

    @Test
    void leavesAPermanentBanPermanent() {
        assertThat(increment(2, List.of(), Optional.empty(), 10).of(JailSettings.PERMANENT, 3, 0.5))
                .isEqualTo(JailSettings.PERMANENT);
    }

    @Test
    void changesNothingUnlessItIsEnabled() {
        assertThat(Increment.DEFAULTS.of(TEN_MINUTES, 5, 0.5)).isEqualTo(TEN_MINUTES);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 3", "3, 5", "4, 5"})
    void weighsFailuresOfThoseWhoWereBannedBefore(int times, double weight) {
        assertThat(increment(1, List.of(), Optional.empty(), 0).weight(times, 5))
                .isEqualTo(weight);
    }

    @Test
    void growsFromBanToBan() {
        Precinct precinct = new Precinct().with("unknown-users", jail -> {
            jail.banTime = TEN_MINUTES;
            jail.increment = increment(1, List.of(), Optional.empty(), 0);
        });
        for (int i = 0; i < 4; i++) {
            precinct.from("192.0.2.7").unknown("a@example.org", "b@example.org", "c@example.org");
            precinct.pass(Duration.ofHours(2));
        }
        assertThat(precinct.banned)
                .extracting(ban ->
                        Duration.between(ban.since(), ban.until().orElseThrow()).toMinutes())
                .containsExactly(10L, 20L, 40L, 80L);
    }

    /** As in fail2ban, the past is forgotten three bans and a day after the last one. */
    @Test
    void forgetsBansOfLongAgo() {
        Precinct precinct = new Precinct().with("unknown-users");
        precinct.from("192.0.2.7").unknown("a@example.org", "b@example.org", "c@example.org");
        precinct.pass(Duration.ofHours(27))
                .from("192.0.2.7")
                .unknown("a@example.org", "b@example.org", "c@example.org");
        assertThat(precinct.banned).last().extracting(Ban::times).isEqualTo(0);
    }
}
