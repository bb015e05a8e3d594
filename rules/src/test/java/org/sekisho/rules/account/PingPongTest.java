package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two places that take turns. */
class PingPongTest {
    private final Submission submission = new Submission().known();

    private List<String> inTurn(String one, String other, int times) {
        for (int i = 0; i < times; i++) {
            submission.login(one).leaves();
            submission.pass(Duration.ofMinutes(30)).login(other).leaves();
            submission.pass(Duration.ofMinutes(30));
        }
        return submission.nets();
    }

    @Test
    @DisplayName("capability 4.4: ping-pong between Okinawa and Hokkaido")
    void raisesAnAlarmForTwoEndsOfACountry() {
        String okinawa = submission.at("JP", 7511, 26.2, 127.7);
        String hokkaido = submission.at("JP", 4713, 43.1, 141.3);
        assertThat(inTurn(okinawa, hokkaido, 8)).containsExactly("pingPong");
    }

    @Test
    @DisplayName("capability 4.4: ping-pong between Israel and Russia")
    void raisesAnAlarmForTwoCountries() {
        assertThat(inTurn(submission.at("IL", 1680), submission.at("RU", 12_389), 8))
                .contains("pingPong");
    }

    @Test
    void goesByAutonomousSystemsWhereThereAreNoCities() {
        assertThat(inTurn(Submission.HOME, submission.at("JP", 7511), 8)).containsExactly("pingPong");
    }

    @Test
    void saysThatItMayBeShared() {
        inTurn(Submission.HOME, submission.at("JP", 7511), 8);
        assertThat(submission.alarms.get(0).because())
                .isEqualTo(
                        "12 changes between JP (AS7511) and JP (AS4713) within 1d (threshold 12): perhaps it is shared");
    }

    @Test
    void isNotSoSureOfItAsToAct() {
        inTurn(Submission.HOME, submission.at("JP", 7511), 8);
        assertThat(submission.alarms.get(0).score()).isEqualTo(60);
    }

    @Test
    void findsNothingStrangeWithinOneTown() {
        String office = submission.at("JP", 4713, 35.7, 139.7);
        assertThat(inTurn(office, submission.at("JP", 7511, 35.6, 139.8), 10)).isEmpty();
    }

    /** On each way it gets another address from its carrier. */
    @Test
    void findsNothingStrangeInAPhoneBetweenItsCarrierAndAnOffice() {
        for (int i = 0; i < 10; i++) {
            submission.login(Submission.HOME).leaves();
            submission
                    .pass(Duration.ofHours(1))
                    .login(submission.at("JP", 9605))
                    .leaves();
            submission.pass(Duration.ofHours(1));
        }
        assertThat(submission.nets()).isEmpty();
    }

    @Test
    void findsNothingStrangeBetweenTwoPlacesThatTheAccountKnows() {
        String office = submission.at("JP", 7511);
        for (int day = 0; day < 8; day++) {
            submission.login(office).leaves();
            submission.pass(Duration.ofDays(1));
        }
        assertThat(inTurn(Submission.HOME, office, 10)).isEmpty();
    }
}
