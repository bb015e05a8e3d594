package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What comes seldom enough that no rule of a day sees it. */
class SeldomUsedTest {
    private static final Duration WEEK = Duration.ofDays(7);

    private final Submission submission = new Submission().known();

    private void onceAWeekFrom(String... addresses) {
        for (String address : addresses) {
            submission.login(address).leaves();
            submission.pass(WEEK);
        }
    }

    private void leapTo(String address) {
        submission.login(Submission.HOME).leaves();
        submission.pass(Duration.ofHours(1)).login(address).leaves();
        submission.pass(Duration.ofDays(7));
    }

    /** The travel net has told of the first two; the third is known to be one of many. */
    @Test
    @DisplayName("capability 4.5: from Asia to America within an hour, then quiet")
    void raisesAnAlarmForATeleporterThatIsQuietInBetween() {
        leapTo(submission.at("BR", 27_699));
        leapTo(submission.at("AR", 7303));
        assertThat(submission.nets()).containsOnly("travel");
        leapTo(submission.at("CL", 7418));
        assertThat(submission.nets()).contains("teleporter");
    }

    @Test
    void doesNotTakeTheSamePlaceEachTimeForATeleporter() {
        String exit = submission.at("BR", 27_699);
        leapTo(exit);
        leapTo(exit);
        leapTo(exit);
        assertThat(submission.nets()).containsExactly("travel");
    }

    @Test
    @DisplayName("capability 4.6: a different country each week")
    void raisesAnAlarmForAnotherCountryInEachOfFourWeeks() {
        onceAWeekFrom(submission.at("BR", 1), submission.at("EG", 2), submission.at("VN", 3));
        assertThat(submission.nets()).isEmpty();
        onceAWeekFrom(submission.at("PL", 4));
        assertThat(submission.nets()).containsExactly("weeklyCountry");
    }

    @Test
    void raisesItAlsoIfTheOwnerIsAtHomeMeanwhile() {
        for (String country : List.of("BR", "EG", "VN", "PL")) {
            submission.login(Submission.HOME).leaves();
            submission.pass(Duration.ofDays(3)).login(submission.at(country, 5)).leaves();
            submission.pass(Duration.ofDays(4));
        }
        assertThat(submission.nets()).contains("weeklyCountry");
    }

    @Test
    void leavesATravellerAloneWhoUsesTheAccountOnTheWay() {
        for (String country : List.of("BR", "EG", "VN", "PL", "NZ", "CA")) {
            String hotel = submission.at(country, 5);
            for (int i = 0; i < 7; i++) {
                submission.login(hotel).leaves();
                submission.pass(Duration.ofDays(1));
            }
        }
        assertThat(submission.nets()).isEmpty();
    }

    @Test
    void leavesATravellerAloneWhoGoesFromOneCountryToTheNext() {
        onceAWeekFrom(submission.at("FR", 1), submission.at("DE", 2), submission.at("PL", 3), submission.at("UA", 4));
        assertThat(submission.nets()).isEmpty();
    }

    @Test
    @DisplayName("capability 4.7: a different autonomous system each week")
    void raisesAnAlarmForAnotherSystemInEachOfSixWeeks() {
        submission.pass(Duration.ofDays(1));
        for (int week = 1; week <= 5; week++) {
            onceAWeekFrom(submission.at("JP", 64_500 + week));
        }
        assertThat(submission.nets()).isEmpty();
        onceAWeekFrom(submission.at("JP", 64_600));
        assertThat(submission.nets()).containsExactly("weeklySystem");
    }

    @Test
    void leavesWhoIsAtHomeAloneWhateverElseTheyUse() {
        for (int week = 1; week <= 8; week++) {
            submission.login(Submission.HOME).leaves();
            onceAWeekFrom(submission.at("JP", 64_500 + week));
        }
        assertThat(submission.nets()).isEmpty();
    }
}
