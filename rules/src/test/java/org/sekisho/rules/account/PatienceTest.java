package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.rules.account.Acquaintance.Outcome;
import org.sekisho.rules.account.Suspicion.Reach;
import org.sekisho.testing.Cases;

/** An application on a new server, of which nobody has said anything, is not restricted every other day; and no thief for it. */
class PatienceTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int ENOUGH = 40;

    private final Submission submission = new Submission().known();
    private final Accounts accounts = submission.keeper.accounts();
    private final String server = submission.at("JP", 64_500);
    private Instant opened = submission.time.instant();

    private void sends(String address, int messages) {
        Submission.User user = submission.login(address);
        for (int i = 0; i < messages; i++) {
            user.sends("friend@example.org");
        }
        user.leaves();
    }

    private void suspect(String address) {
        opened = submission.time.instant();
        accounts.suspect(Submission.TARO, Cases.connection(address).client(), new Suspicion(opened, Reach.AROUND, true))
                .toCompletableFuture()
                .join();
    }

    private void concluded(Outcome outcome) {
        accounts.concluded(Submission.TARO, outcome, opened)
                .toCompletableFuture()
                .join();
        submission.alarms.clear();
    }

    /** The last of them eight days ago, so that no week counts twice. */
    private void restricted(int times) {
        for (int i = 0; i < times; i++) {
            suspect(server);
            submission.pass(DAY);
            concluded(Outcome.ENDURED);
            submission.pass(DAY.multipliedBy(8));
        }
    }

    private void alarmsAfter(String address, int messages) {
        sends(address, messages - 1);
        assertThat(submission.nets()).as("%d messages", messages - 1).isEmpty();
        sends(address, 1);
        assertThat(submission.nets()).as("%d messages", messages).containsExactly("messages");
    }

    @Test
    void letsTwiceAsMuchThroughAfterARestrictionThatNobodyHasDoneAnythingAbout() {
        restricted(1);

        alarmsAfter(server, 2 * ENOUGH);
    }

    @Test
    void letsSixteenTimesAsMuchThroughAtMost() {
        restricted(5);

        alarmsAfter(server, 16 * ENOUGH);
    }

    @Test
    void isThatOfOnePlaceOnly() {
        restricted(2);
        sends(server, 3 * ENOUGH);

        alarmsAfter(submission.at("BR", 27_699), ENOUGH);
    }

    /** Else a thief could make ever more of it usual. */
    @Test
    void makesNothingUsual() {
        restricted(2);
        sends(server, 3 * ENOUGH);
        submission.pass(DAY.multipliedBy(8));

        alarmsAfter(submission.at("BR", 27_699), ENOUGH);
    }

    /** There was a trial mail, or a theft before: that was not about how much was sent. */
    @Test
    void isNoneForAPlaceThatWasSuspectBefore() {
        suspect(server);
        submission.pass(DAY.multipliedBy(8));
        concluded(Outcome.ENDED);
        restricted(2);

        alarmsAfter(server, ENOUGH);
    }

    @Test
    void isOverAfterNinetyDays() {
        restricted(2);
        submission.pass(DAY.multipliedBy(90));

        alarmsAfter(server, ENOUGH);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACQUITTED", "RELEASED"})
    void isOverOnceSomebodyHasDecided(Outcome outcome) {
        restricted(2);
        suspect(server);
        concluded(outcome);

        alarmsAfter(submission.at("BR", 27_699), ENOUGH);
    }

    @Test
    void isOverForAServerThatTurnedOutToBeAThief() {
        restricted(2);
        suspect(server);
        concluded(Outcome.RELEASED);

        alarmsAfter(server, ENOUGH);
    }
}
