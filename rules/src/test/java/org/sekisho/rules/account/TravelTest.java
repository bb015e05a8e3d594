package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.settings.Network;

/** Movements that nobody can make. Taro is at home in Japan. */
class TravelTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Submission submission = new Submission().known();

    private List<String> afterLogins(Duration apart, String... addresses) {
        for (String address : addresses) {
            submission.login(address).leaves();
            submission.pass(apart);
        }
        return submission.nets();
    }

    @Test
    @DisplayName("capability 4.3: 10,000 km in an instant")
    void raisesAnAlarmForAMovementOfTenThousandKilometresInAnInstant() {
        String tokyo = submission.at("JP", 4713, 35.7, 139.7);
        String newYork = submission.at("US", 701, 40.7, -74.0);
        assertThat(afterLogins(Duration.ZERO, tokyo, newYork)).containsExactly("travel");
        assertThat(submission.alarms.get(0).because())
                .isEqualTo("JP (AS4713) to US (AS701), at least 10849 km, in 0 min (threshold 1000 km/h)");
    }

    @Test
    void reckonsFromCountryToCountryWhereThereAreNoCities() {
        assertThat(afterLogins(MINUTE, Submission.HOME, submission.at("BR", 27_699)))
                .containsExactly("travel");
    }

    @Test
    void lendsTheTravellerTheTimeOfAFlight() {
        assertThat(afterLogins(Duration.ofHours(13), Submission.HOME, submission.at("US", 701), Submission.HOME))
                .isEmpty();
    }

    @Test
    void findsNothingStrangeBetweenCountriesWithABorder() {
        afterLogins(Duration.ofDays(1), submission.at("FR", 3215));
        assertThat(afterLogins(MINUTE, submission.at("FR", 3215), submission.at("DE", 3320)))
                .isEmpty();
    }

    @Test
    void findsNothingStrangeWithinACountry() {
        String naha = submission.at("JP", 7511, 26.2, 127.7);
        assertThat(afterLogins(MINUTE, submission.at("JP", 4713, 43.1, 141.3), naha))
                .isEmpty();
    }

    /** What is nearer than that is an error of the data. */
    @Test
    void findsNothingStrangeWithinTheLeastDistance() {
        String one = submission.at("AE", 5384, 25.0, 55.0);
        afterLogins(Duration.ofDays(1), one);
        assertThat(afterLogins(Duration.ZERO, one, submission.at("IR", 44_244, 25.3, 55.2)))
                .isEmpty();
    }

    @Test
    void findsNothingStrangeInAnAirliner() {
        assertThat(afterLogins(MINUTE, Submission.HOME, submission.at("US", 22_351)))
                .isEmpty();
    }

    @Test
    void findsNothingStrangeInTheOperatorsOwnNetworks() {
        String branch = submission.at("US", 64_500);
        AccountSettings own = Settings.with(List.of(Network.parse(branch + "/32")), List.of());
        submission.keeper.replace(own);
        assertThat(afterLogins(MINUTE, Submission.HOME, branch)).isEmpty();
    }

    @Test
    void findsNothingStrangeInSystemsThatTheOperatorKnowsToBePlaceless() {
        submission.keeper.replace(Settings.with(List.of(), List.of("AS64500")));
        assertThat(afterLogins(MINUTE, Submission.HOME, submission.at("US", 64_500)))
                .isEmpty();
    }

    /** A phone abroad is on the network of the country that it has come to, and on that of home, whose exit is at home. */
    @Test
    void findsNothingStrangeInAPhoneThatIsRoutedHomeBesideAHotel() {
        for (int i = 0; i < 10; i++) {
            afterLogins(Duration.ofHours(6), submission.at("JP", 9605));
        }
        String hotel = submission.at("TH", 7470);
        submission.pass(Duration.ofHours(8));
        for (int i = 0; i < 5; i++) {
            afterLogins(MINUTE, submission.at("JP", 9605), hotel);
        }
        assertThat(submission.nets()).isEmpty();
    }

    /** The hotel, and the SIM that the traveller has bought. */
    @Test
    void findsNothingStrangeBetweenTwoPlacesThatAreNew() {
        submission.pass(Duration.ofDays(1));
        assertThat(afterLogins(MINUTE, submission.at("SG", 3758), submission.at("NL", 64_500)))
                .isEmpty();
    }

    @Test
    void tellsOnceOfAMovementToTheSamePlace() {
        String exit = submission.at("BR", 27_699);
        afterLogins(MINUTE, Submission.HOME, exit);
        submission.pass(Duration.ofDays(20));
        assertThat(afterLogins(MINUTE, Submission.HOME, exit)).containsExactly("travel");
    }

    /** The data file has one of the provider's networks in another country. */
    @Test
    void findsNothingStrangeInANetworkOfAProviderThatItKnowsInAnotherCountry() {
        String misplaced = submission.at("BR", 4713);
        assertThat(afterLogins(MINUTE, submission.at("JP", 2516), misplaced, submission.at("JP", 2516)))
                .isEmpty();
    }

    @Test
    void findsNothingStrangeWhileTheAccountIsBeingLearnt() {
        Submission fresh = new Submission();
        fresh.login(Submission.HOME).leaves();
        fresh.login(fresh.at("BR", 27_699)).leaves();
        assertThat(fresh.nets()).isEmpty();
    }

    @Test
    void findsNothingStrangeInWhoUsedAVpnFromTheBeginning() {
        Submission fresh = new Submission();
        String exit = fresh.at("NL", 64_500);
        for (int day = 0; day < 30; day++) {
            fresh.login(Submission.HOME).leaves();
            fresh.pass(MINUTE).login(exit).leaves();
            fresh.pass(Duration.ofDays(1));
        }
        fresh.login(Submission.HOME).leaves();
        fresh.pass(MINUTE).login(fresh.at("SE", 64_501)).leaves();
        assertThat(fresh.nets()).isEmpty();
    }

    @Test
    void seesTheThiefBehindThePhoneOfTheOwner() {
        for (int i = 0; i < 10; i++) {
            afterLogins(Duration.ofHours(6), submission.at("JP", 9605));
        }
        assertThat(afterLogins(MINUTE, Submission.HOME, submission.at("JP", 9605), submission.at("BR", 27_699)))
                .containsExactly("travel");
    }
}
