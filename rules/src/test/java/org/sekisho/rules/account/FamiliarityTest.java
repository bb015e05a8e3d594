package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.settings.Network;

/** Which places an account knows. */
class FamiliarityTest {
    private final Submission submission = new Submission();

    @Test
    void isLearningForAnAccountThatHasNeverLoggedIn() {
        assertThat(submission.familiarity(Submission.HOME)).isEqualTo(Familiarity.LEARNING);
    }

    @Test
    void isLearningBeforeTenLoginsAndFourteenDays() {
        for (int i = 0; i < 9; i++) {
            submission.login(Submission.HOME).leaves();
        }
        submission.pass(Duration.ofDays(13));
        assertThat(submission.familiarity(Submission.HOME)).isEqualTo(Familiarity.LEARNING);
    }

    @Test
    void hasLearntAfterTenLogins() {
        for (int i = 0; i < 10; i++) {
            submission.login(Submission.HOME).leaves();
        }
        assertThat(submission.familiarity(Submission.HOME)).isEqualTo(Familiarity.KNOWN);
    }

    @Test
    void hasLearntAfterFourteenDays() {
        submission.login(Submission.HOME).leaves();
        submission.pass(Duration.ofDays(14));
        assertThat(submission.familiarity(Submission.HOME)).isEqualTo(Familiarity.KNOWN);
    }

    @Test
    void isAtHomeWhereItWasOnThreeDays() {
        assertThat(submission.known().familiarity(Submission.HOME)).isEqualTo(Familiarity.HOME);
    }

    @Test
    void isAtHomeInTheSameCountryAndSystem() {
        submission.known();
        assertThat(submission.familiarity(submission.at("JP", 4713))).isEqualTo(Familiarity.HOME);
    }

    @Test
    void isAtHomeInTheOperatorsOwnNetworks() {
        submission.keeper.replace(Settings.with(List.of(Network.parse("198.18.0.0/15")), List.of()));
        assertThat(submission.known().familiarity("198.18.0.1")).isEqualTo(Familiarity.HOME);
    }

    @Test
    void doesNotKnowAPlaceItHasNeverBeenTo() {
        submission.known();
        assertThat(submission.familiarity(submission.at("BR", 27_699))).isEqualTo(Familiarity.NEW);
    }

    /** The thief who has come for three days must not be let in as the owner. */
    @Test
    void doesNotKnowAPlaceForAWeekHoweverOftenItIsUsed() {
        submission.known();
        String thief = submission.at("BR", 27_699);
        for (int day = 0; day < 7; day++) {
            submission.login(thief).leaves();
            assertThat(submission.familiarity(thief)).isEqualTo(Familiarity.NEW);
            submission.pass(Duration.ofDays(1));
        }
        assertThat(submission.familiarity(thief)).isEqualTo(Familiarity.HOME);
    }

    /** A trial mail, and the flood weeks after it. */
    @Test
    void doesNotKnowAPlaceThatItLoggedInFromOnOneDayHoweverLongAgo() {
        submission.known();
        String thief = submission.at("BR", 27_699);
        submission.login(thief).leaves();
        submission.pass(Duration.ofDays(20)).login(thief).leaves();
        assertThat(submission.familiarity(thief)).isEqualTo(Familiarity.NEW);
    }

    @Test
    void goesByNetworksWhereOriginsAreNotKnown() {
        for (int day = 0; day < 15; day++) {
            submission.login("203.0.113.7").leaves();
            submission.pass(Duration.ofDays(1));
        }
        assertThat(submission.familiarity("203.0.113.99")).isEqualTo(Familiarity.HOME);
        assertThat(submission.familiarity("203.0.112.7")).isEqualTo(Familiarity.NEW);
    }

    /** A botnet that comes from a hundred places leaves room for where the owner is at home. */
    @Test
    void keepsHomesHoweverManyOtherPlacesThereAre() {
        submission.known();
        for (int i = 0; i < 100; i++) {
            submission.login(submission.at("BR", 65_000 + i)).leaves();
        }
        assertThat(submission.familiarity(Submission.HOME)).isEqualTo(Familiarity.HOME);
    }

    @Test
    void doesNotTellUpperFromLowerCase() {
        submission.login("Taro@Example.JP", Submission.HOME).leaves();
        assertThat(submission.record().logins()).isEqualTo(1);
    }

    @Test
    void countsNoSessionThatHasNotAuthenticated() {
        submission.stranger(Submission.HOME).sends("a@example.org");
        assertThat(submission.keeper.accounts().count()).isZero();
    }
}
