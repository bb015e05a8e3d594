package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.AccountSettings.Quota;

/** How much an account sends, and how many use it at once. */
class SendingTest {
    private final Submission submission = new Submission().known();

    private void sends(Submission.User user, int messages) {
        for (int i = 0; i < messages; i++) {
            user.sends("friend@example.org");
        }
    }

    private static String[] recipients(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "friend" + i + "@example.org")
                .toArray(String[]::new);
    }

    @Test
    @DisplayName("capability 4.9: a quota of messages per account and time")
    void raisesAnAlarmForMoreMessagesInAnHourThanTheQuota() {
        submission.keeper.replace(Settings.with(new Quota(Mode.OBSERVE, 10, 100, 100, 100, 2)));
        Submission.User user = submission.login(Submission.HOME);
        sends(user, 9);
        assertThat(submission.nets()).isEmpty();
        sends(user, 1);
        assertThat(submission.nets()).containsExactly("messages");
    }

    @Test
    void beginsTheHourAnew() {
        submission.keeper.replace(Settings.with(new Quota(Mode.OBSERVE, 10, 100, 100, 100, 2)));
        sends(submission.login(Submission.HOME), 9);
        submission.pass(Duration.ofHours(1));
        sends(submission.login(Submission.HOME), 9);
        assertThat(submission.nets()).isEmpty();
    }

    @Test
    void raisesAnAlarmForMoreMessagesInADayThanTheQuota() {
        submission.keeper.replace(Settings.with(new Quota(Mode.OBSERVE, 90, 100, 100, 100, 2)));
        sends(submission.login(Submission.HOME), 60);
        submission.pass(Duration.ofHours(1));
        sends(submission.login(Submission.HOME), 40);
        assertThat(submission.alarms.get(0).because())
                .isEqualTo("100 messages today (threshold 100, its busiest day so far 0)");
    }

    @Test
    void raisesAnAlarmForManyRecipients() {
        submission.login(Submission.HOME).sends(recipients(3_000));
        assertThat(submission.nets()).containsExactly("recipients");
    }

    @Test
    void raisesAnAlarmForManyOctets() {
        submission.login(Submission.HOME).sends(3L << 30, "friend@example.org");
        assertThat(submission.nets()).containsExactly("octets");
    }

    /** A newsletter each Monday is what it is for, and alarms nobody a second time. */
    @Test
    void getsUsedToWhatAnAccountDoesAsARule() {
        submission.keeper.replace(Settings.with(new Quota(Mode.OBSERVE, 100, 1_000, 100, 100, 2)));
        for (int day = 0; day < 5; day++) {
            sends(submission.login(Submission.HOME), 90);
            submission.pass(Duration.ofDays(1));
        }
        sends(submission.login(Submission.HOME), 170);
        assertThat(submission.nets()).isEmpty();
    }

    @Test
    void doesNotGetUsedToADayOnWhichAThiefWasCaught() {
        sends(submission.login(submission.at("JP", 64_500)), 90);
        submission.pass(Duration.ofDays(8)).login(Submission.HOME).sends("friend@example.org");
        assertThat(submission.record().usual().messages()).isZero();
    }

    /** Not each month, for a newsletter that comes each month. */
    @Test
    void getsUsedToALargeDayAtHomeThatItHasToldOf() {
        submission.keeper.replace(Settings.with(new Quota(Mode.OBSERVE, 50, 1_000, 100, 100, 2)));
        sends(submission.login(Submission.HOME), 90);
        submission.pass(Duration.ofDays(30));
        sends(submission.login(Submission.HOME), 90);
        assertThat(submission.nets()).containsExactly("messages");
    }

    @Test
    void raisesAnAlarmForAFewMessagesFromAPlaceThatIsNew() {
        Submission.User thief = submission.login(submission.at("JP", 64_500));
        sends(thief, 39);
        assertThat(submission.nets()).isEmpty();
        sends(thief, 1);
        assertThat(submission.nets()).containsExactly("messages");
    }

    /** Low and slow: a few a day, until the place would be known. */
    @Test
    void raisesAnAlarmForFortyFiveMessagesInAWeekFromPlacesThatAreNew() {
        submission.known();
        String thief = submission.at("JP", 64_500);
        for (int day = 0; day < 5; day++) {
            sends(submission.login(thief), 9);
            submission.pass(Duration.ofDays(1));
        }
        assertThat(submission.alarms.stream().map(Alarm::because))
                .containsExactly(
                        "45 messages within 7 days from places that are new to it (threshold 45, its busiest week so far 0)");
    }

    @Test
    void addsUpWhatIsSentFromOneNewPlaceAfterTheOther() {
        submission.known();
        for (int day = 0; day < 5; day++) {
            sends(submission.login(submission.at("JP", 64_500 + day)), 9);
            submission.pass(Duration.ofDays(1));
        }
        assertThat(submission.nets()).containsExactly("messages");
    }

    @Test
    void letsTheOwnerSendAsMuchAWeekOnAJourneyAsAtHome() {
        for (int day = 0; day < 35; day++) {
            sends(submission.login(Submission.HOME), 5);
            submission.pass(Duration.ofDays(1));
        }
        String hotel = submission.at("KR", 4766);
        for (int day = 0; day < 10; day++) {
            sends(submission.login(hotel), 5);
            submission.pass(Duration.ofDays(1));
        }
        assertThat(submission.nets()).isEmpty();
    }

    private void clientele(int accounts) {
        for (int i = 0; i < accounts; i++) {
            submission
                    .login("user" + i, Submission.HOME)
                    .sends("friend@example.org")
                    .leaves();
        }
        submission.pass(Clientele.WHOLE_DAY);
    }

    /** Nobody has used the account before; all others are in Japan. */
    @Test
    void raisesAnAlarmForANewAccountThatSendsFromWhereNobodyElseIs() {
        clientele(Clientele.ENOUGH);
        sends(submission.login("forgotten", submission.at("BR", 27_699)), 40);
        assertThat(submission.nets()).containsExactly("messages");
    }

    @Test
    void callsNoCountryForeignBeforeManyAccountsHaveSent() {
        clientele(Clientele.ENOUGH - 2);
        sends(submission.login("forgotten", submission.at("BR", 27_699)), 200);
        assertThat(submission.nets()).isEmpty();
    }

    @Test
    void letsANewAccountSendFromWhereOthersAre() {
        clientele(Clientele.ENOUGH);
        sends(submission.login("hanako", submission.at("JP", 2516)), 200);
        assertThat(submission.nets()).isEmpty();
    }

    @Test
    void isSureEnoughOfItToAct() {
        sends(submission.login(submission.at("JP", 64_500)), 40);
        assertThat(submission.alarms.get(0).score()).isEqualTo(100);
    }

    @Test
    void letsTheOwnerSendAsMuchFromANewPlaceAsAtHome() {
        sends(submission.login(Submission.HOME), 60);
        submission.pass(Duration.ofDays(1));
        sends(submission.login(submission.at("JP", 64_500)), 60);
        assertThat(submission.nets()).isEmpty();
    }

    @Test
    @DisplayName("capability 4.8: sessions of one account at once")
    void raisesAnAlarmForTooManySessionsAtOnce() {
        List<Submission.User> open = new ArrayList<>();
        for (int i = 0; i < 49; i++) {
            open.add(submission.login(Submission.HOME));
        }
        assertThat(submission.nets()).isEmpty();
        open.add(submission.login(Submission.HOME));
        assertThat(submission.nets()).containsExactly("concurrency");
        open.forEach(Submission.User::leaves);
    }

    @Test
    void countsOnlySessionsThatLive() {
        for (int i = 0; i < 60; i++) {
            submission.login(Submission.HOME).leaves();
        }
        assertThat(submission.nets()).isEmpty();
    }

    /** The thief has three of them tell: each alarm says which it is, and none waits for another. */
    @Test
    @DisplayName("capability 4.12: several nets, each hit attributed to its net")
    void attributesEachHitToItsNet() {
        submission.login(Submission.HOME).leaves();
        Submission.User thief = submission.login(submission.at("BR", 27_699));
        thief.sends(recipients(200));
        sends(thief, 39);
        assertThat(submission.nets()).containsExactly("travel", "recipients", "messages");
    }
}
