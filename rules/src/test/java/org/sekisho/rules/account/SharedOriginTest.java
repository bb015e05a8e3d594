package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Many accounts from one address. */
class SharedOriginTest {
    private final Submission submission = new Submission();

    private void known(int accounts) {
        for (int day = 0; day < 15; day++) {
            for (int i = 0; i < accounts; i++) {
                submission.login("user" + i, Submission.HOME).leaves();
            }
            submission.pass(Duration.ofDays(1));
        }
    }

    @Test
    void raisesAnAlarmForTheTenthAccountThatIsNewAtAnAddressAndForEachThatFollows() {
        known(12);
        String thief = submission.at("JP", 64_500);
        for (int i = 0; i < 12; i++) {
            submission.login("user" + i, thief).leaves();
            submission.login("user" + i, thief).leaves();
        }
        assertThat(submission.alarms.stream().map(Alarm::account)).containsExactly("user9", "user10", "user11");
        assertThat(submission.nets()).containsOnly("sharedOrigin");
    }

    @Test
    void findsNothingStrangeInAnOfficeWhereAllAreAtHome() {
        known(50);
        assertThat(submission.nets()).isEmpty();
    }

    @Test
    void findsNothingStrangeInGuestsWhereMoreAreAtHome() {
        String office = submission.at("JP", 64_500);
        for (int day = 0; day < 15; day++) {
            for (int i = 0; i < 15; i++) {
                submission.login("regular" + i, office).leaves();
            }
            submission.pass(Duration.ofDays(1));
        }
        known(12);
        submission.login("user0", office).leaves();
        for (int i = 0; i < 15; i++) {
            submission.login("regular" + i, office).leaves();
        }
        for (int i = 0; i < 12; i++) {
            submission.login("user" + i, office).leaves();
        }
        assertThat(submission.nets()).isEmpty();
    }

    @Test
    void countsAccountsThatComeWithinAnHourOnly() {
        known(12);
        String hotel = submission.at("JP", 64_500);
        for (int i = 0; i < 12; i++) {
            submission.login("user" + i, hotel).leaves();
            submission.pass(Duration.ofMinutes(7));
        }
        assertThat(submission.nets()).isEmpty();
    }
}
