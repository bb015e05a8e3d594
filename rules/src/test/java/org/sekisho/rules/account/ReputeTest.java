package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.account.Acquaintance.Footing;
import org.sekisho.rules.account.Acquaintance.Outcome;
import org.sekisho.rules.account.Suspicion.Reach;
import org.sekisho.testing.Cases;

/** Places that are suspect, and those that are not any more. */
class ReputeTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final Submission submission = new Submission();
    private final Accounts accounts = submission.keeper.accounts();

    private void suspect(String address) {
        suspect(address, new Suspicion(Instant.EPOCH, Reach.THERE, true));
    }

    private void suspect(String address, Suspicion suspicion) {
        accounts.suspect(Submission.TARO, Cases.connection(address).client(), suspicion)
                .toCompletableFuture()
                .join();
    }

    private void concluded(Outcome outcome) {
        concluded(outcome, Instant.EPOCH);
    }

    private void concluded(Outcome outcome, Instant since) {
        accounts.concluded(Submission.TARO, outcome, since)
                .toCompletableFuture()
                .join();
    }

    private Footing footing() {
        return accounts.footing(Submission.TARO).toCompletableFuture().join();
    }

    private String usedForDays(String address, int days) {
        for (int day = 0; day < days; day++) {
            submission.login(address).leaves();
            submission.pass(DAY);
        }
        return address;
    }

    @Test
    void doesNotSettleHoweverOftenItIsUsed() {
        submission.known();
        String thief = usedForDays(submission.at("BR", 27_699), 1);
        suspect(thief);
        usedForDays(thief, 12);

        assertThat(submission.familiarity(thief)).isEqualTo(Familiarity.NEW);
    }

    @Test
    void settlesAfterNinetyDays() {
        submission.known();
        String thief = submission.at("BR", 27_699);
        suspect(thief);
        usedForDays(thief, 90);

        assertThat(submission.familiarity(thief)).isEqualTo(Familiarity.HOME);
    }

    @Test
    void isNeverWhatTheAccountKnows() {
        submission.known();
        suspect(Submission.HOME);

        assertThat(submission.familiarity(Submission.HOME)).isEqualTo(Familiarity.HOME);
    }

    @Test
    void isNoneThatWasSeenBefore() {
        submission.known();
        String office = usedForDays(submission.at("JP", 2516), 2);
        suspect(office, new Suspicion(submission.time.instant(), Reach.UNSEEN, true));
        usedForDays(office, 6);

        assertThat(submission.familiarity(office)).isEqualTo(Familiarity.HOME);
    }

    @Test
    void isKnownOnceAnOperatorHasDismissedIt() {
        submission.known();
        String hotel = usedForDays(submission.at("BR", 27_699), 1);
        suspect(hotel);

        concluded(Outcome.ACQUITTED);

        assertThat(submission.familiarity(hotel)).isEqualTo(Familiarity.KNOWN);
    }

    @Test
    void staysSuspectWhenARestrictionEnds() {
        submission.known();
        String thief = usedForDays(submission.at("BR", 27_699), 1);
        suspect(thief);

        concluded(Outcome.ENDED);
        usedForDays(thief, 10);

        assertThat(submission.familiarity(thief)).isEqualTo(Familiarity.NEW);
    }

    @Test
    void leavesAnAccountThatIsBeingLearntThePlaceItUsedMostBefore() {
        usedForDays(Submission.HOME, 3);
        String phone = usedForDays(submission.at("JP", 2516), 1);
        String thief = usedForDays(submission.at("BR", 27_699), 1);
        assertThat(submission.familiarity(Submission.HOME)).isEqualTo(Familiarity.LEARNING);

        suspect(thief);

        assertThat(submission.familiarity(Submission.HOME)).isEqualTo(Familiarity.KNOWN);
        assertThat(submission.familiarity(phone)).isEqualTo(Familiarity.LEARNING);
        assertThat(submission.familiarity(thief)).isEqualTo(Familiarity.NEW);
        assertThat(footing()).isEqualTo(Footing.ONE);
    }

    @Test
    void leavesNothingToAnAccountThatHasOnlyBeenAtThePlaceOfTheAlarm() {
        String thief = usedForDays(submission.at("BR", 27_699), 2);
        suspect(thief);

        assertThat(submission.familiarity(Submission.HOME)).isEqualTo(Familiarity.LEARNING);
        assertThat(footing()).isEqualTo(Footing.NOWHERE);
    }

    @Test
    void tellsWhichPlacesAnAccountKnows() {
        assertThat(footing()).isEqualTo(Footing.NOWHERE);
        submission.login(Submission.HOME).leaves();
        submission.pass(Duration.ofDays(14));
        assertThat(footing()).isEqualTo(Footing.SOME);
        submission.known();
        assertThat(footing()).isEqualTo(Footing.HOME);
    }

    @Test
    void letsNetsTellAgainWhenItIsOver() {
        submission.known();
        for (int i = 0; i < 10; i++) {
            submission.login(submission.at("" + (char) ('A' + i) + "A", 65_000)).leaves();
        }
        assertThat(submission.nets()).containsOnlyOnce("countries");

        concluded(Outcome.ENDED);
        submission.login(submission.at("ZA", 65_000)).leaves();

        assertThat(submission.nets()).filteredOn("countries"::equals).hasSize(2);
    }

    /** Whoever was watched for nothing must not be a stranger in the new flat for three months. */
    @Test
    void isNotSuspectAnyMoreWhenNothingCameOfIt() {
        submission.known();
        Instant since = submission.time.instant();
        String flat = usedForDays(submission.at("JP", 2516), 1);
        suspect(flat);
        usedForDays(flat, 8);

        concluded(Outcome.UNFOUNDED, since);

        assertThat(submission.familiarity(flat)).isEqualTo(Familiarity.HOME);
    }

    @Test
    void staysSuspectForWhatWasThereBeforeThatOfWhichNothingCame() {
        submission.known();
        String thief = usedForDays(submission.at("BR", 27_699), 1);
        suspect(thief);
        submission.pass(DAY);
        Instant since = submission.time.instant();
        suspect(thief, new Suspicion(Instant.EPOCH, Reach.THERE, false));
        usedForDays(thief, 8);

        concluded(Outcome.UNFOUNDED, since);

        assertThat(submission.familiarity(thief)).isEqualTo(Familiarity.NEW);
    }

    @Test
    void knowsNothingOfAnAccountThatDoesNotExist() {
        suspect(Submission.HOME);
        concluded(Outcome.ACQUITTED);

        assertThat(accounts.count()).isZero();
    }

    @Test
    void isSuspectWhereverTheThiefWasThatDay() {
        submission.known();
        String[] countries = {"AR", "BR", "CL", "PE"};
        for (String country : countries) {
            submission.login(submission.at(country, 65_000)).leaves();
        }
        suspect(submission.at("PE", 65_000), new Suspicion(Instant.EPOCH, Reach.AROUND, true));

        for (String country : countries) {
            assertThat(submission.familiarity(usedForDays(submission.at(country, 65_000), 9)))
                    .as(country)
                    .isEqualTo(Familiarity.NEW);
        }
        assertThat(submission.familiarity(Submission.HOME)).isEqualTo(Familiarity.HOME);
    }

    /** So that a thief cannot wash a place clean. */
    @Test
    void staysSuspectWhereverElseTheAccountIsSeen() {
        submission.known();
        String thief = usedForDays(submission.at("BR", 27_699), 1);
        suspect(thief);

        for (int i = 0; i < 3 * AccountRecord.MOST_HOMES; i++) {
            usedForDays(submission.at("JP", 65_000 + i), 1);
        }

        assertThat(submission.familiarity(usedForDays(thief, 9))).isEqualTo(Familiarity.NEW);
        assertThat(submission.familiarity(Submission.HOME)).isEqualTo(Familiarity.HOME);
    }

    /** What an operator dismisses is what he was asked about. */
    @Test
    void staysSuspectWhenAnotherIncidentIsDismissed() {
        submission.known();
        String thief = usedForDays(submission.at("BR", 27_699), 1);
        suspect(thief);
        concluded(Outcome.ENDED);
        submission.pass(DAY.multipliedBy(14));
        Instant since = submission.time.instant();
        String hotel = usedForDays(submission.at("TH", 7_470), 1);
        suspect(hotel);

        concluded(Outcome.ACQUITTED, since);

        assertThat(submission.familiarity(hotel)).isEqualTo(Familiarity.KNOWN);
        assertThat(submission.familiarity(thief)).isEqualTo(Familiarity.NEW);
    }
}
