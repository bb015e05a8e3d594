package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many places in a short time. */
class CountriesTest {
    private static final List<String> TEN = List.of("BR", "CN", "DE", "EG", "FR", "IN", "MX", "NG", "US", "VN");

    private final Submission submission = new Submission();

    private void logInFrom(List<String> countries, Duration apart) {
        for (String country : countries) {
            submission.login(submission.at(country, 64_500)).leaves();
            submission.pass(apart);
        }
    }

    @Test
    @DisplayName("capability 4.1: ten countries within a day")
    void raisesAnAlarmAtTheTenthCountryWithinADay() {
        logInFrom(TEN.subList(0, 9), Duration.ofHours(2));
        assertThat(submission.nets()).doesNotContain("countries");
        logInFrom(TEN.subList(9, 10), Duration.ZERO);
        assertThat(submission.nets()).contains("countries");
    }

    @Test
    void raisesNoneIfTheyAreSpreadOverMoreThanADay() {
        logInFrom(TEN, Duration.ofHours(3));
        assertThat(submission.nets()).doesNotContain("countries");
    }

    /** Else an operator would read the same for each login of a botnet. */
    @Test
    void isToldOnceInAWeekHoweverManyCountriesFollow() {
        logInFrom(TEN, Duration.ofMinutes(1));
        logInFrom(List.of("IT", "ES", "PT"), Duration.ofMinutes(1));
        assertThat(submission.nets()).containsOnlyOnce("countries");
    }

    @Test
    void isToldAgainAfterAWeek() {
        submission.known();
        logInFrom(TEN, Duration.ofMinutes(1));
        submission.pass(Duration.ofDays(7));
        logInFrom(TEN, Duration.ofMinutes(1));
        assertThat(submission.nets().stream().filter("countries"::equals)).hasSize(2);
    }

    @Test
    void saysWhatWasSeenAndTheThreshold() {
        logInFrom(TEN, Duration.ofMinutes(1));
        Alarm alarm = submission.alarms.stream()
                .filter(each -> each.net().equals("countries"))
                .findFirst()
                .orElseThrow();
        assertThat(alarm.because()).isEqualTo("logins from 10 countries within 1d (threshold 10)");
    }

    @Test
    void raisesNoAlarmForTheOwnerAtHome() {
        submission.known();
        assertThat(submission.nets()).isEmpty();
    }
}
