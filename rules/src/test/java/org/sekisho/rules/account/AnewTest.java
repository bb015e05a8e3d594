package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.rules.account.Acquaintance.Outcome;
import org.sekisho.testing.Cases;

/** What a thief has done is not held against the owner: not at home, and not once it is over. */
class AnewTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final Submission submission = new Submission().known();
    private final Accounts accounts = submission.keeper.accounts();

    private void sends(String address, int messages) {
        Submission.User user = submission.login(address);
        for (int i = 0; i < messages; i++) {
            user.sends("friend@example.org");
        }
        user.leaves();
    }

    private void logsInFromCountries(int count) {
        for (int i = 0; i < count; i++) {
            submission.login(submission.at("" + (char) ('A' + i) + "A", 65_000)).leaves();
        }
    }

    private void concluded(Outcome outcome) {
        accounts.concluded(Submission.TARO, outcome, Instant.EPOCH)
                .toCompletableFuture()
                .join();
        submission.alarms.clear();
    }

    private void suspect(String address) {
        accounts.suspect(
                        Submission.TARO,
                        Cases.connection(address).client(),
                        new Suspicion(Instant.EPOCH, Suspicion.Reach.THERE, true))
                .toCompletableFuture()
                .join();
    }

    @Test
    void doesNotTakeTheOwnerAtHomeForTheTenthCountry() {
        logsInFromCountries(9);
        submission.login(Submission.HOME).leaves();

        assertThat(submission.nets()).doesNotContain("countries");
    }

    /** However it has ended: also by time, when the thief is still counted. */
    @ParameterizedTest
    @EnumSource(Outcome.class)
    void raisesNoAlarmForTheOwnersMailAtHomeAfterTheEnd(Outcome outcome) {
        sends(submission.at("JP", 64_500), 60);
        concluded(outcome);

        sends(Submission.HOME, 5);

        assertThat(submission.nets()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ACQUITTED", "RELEASED"})
    void raisesNoAlarmForTheNextLoginOfATravellerWhoWasReleased(Outcome outcome) {
        logsInFromCountries(10);
        concluded(outcome);

        submission.login(submission.at("ZA", 65_000)).leaves();

        assertThat(submission.nets()).doesNotContain("countries");
    }

    @ParameterizedTest
    @EnumSource(names = {"ACQUITTED", "RELEASED"})
    void raisesNoAlarmForTheNextMailOfATravellerWhoWasReleased(Outcome outcome) {
        String hotel = submission.at("JP", 64_500);
        sends(hotel, 60);
        concluded(outcome);

        sends(hotel, 5);
        sends(submission.at("JP", 64_501), 5);

        assertThat(submission.nets()).isEmpty();
    }

    @Test
    void raisesAnAlarmForTheThiefWhoComesBackWhenARestrictionEndsByTime() {
        String thief = submission.at("JP", 64_500);
        sends(thief, 60);
        concluded(Outcome.ENDED);

        sends(thief, 1);

        assertThat(submission.nets()).containsExactly("messages");
    }

    @Test
    void raisesAnAlarmForAThiefAfterARelease() {
        concluded(Outcome.RELEASED);

        sends(submission.at("JP", 64_500), 40);

        assertThat(submission.nets()).containsExactly("messages");
    }

    /** From the thief's place to the owner's nobody can travel; that is over, too. */
    @Test
    void doesNotSeeTheOwnerComeFromWhereTheThiefWas() {
        submission.login(submission.at("BR", 27_699)).leaves();
        concluded(Outcome.RELEASED);

        submission.login(Submission.HOME).leaves();

        assertThat(submission.nets()).isEmpty();
    }

    /** A suspicion lasts for 90 days: a few messages a day from there are no more than before. */
    @Test
    void addsUpAWeekAtAPlaceThatStaysNewForLong() {
        String flat = submission.at("JP", 64_500);
        suspect(flat);
        for (int day = 0; day < 30; day++) {
            sends(flat, 5);
            submission.pass(DAY);
        }

        assertThat(submission.nets()).isEmpty();
    }

    @Test
    void addsUpAWeekAcrossMondays() {
        String thief = submission.at("JP", 64_500);
        suspect(thief);
        for (int day = 0; day < 30; day++) {
            sends(thief, 7);
            submission.pass(DAY);
        }

        assertThat(submission.nets()).contains("messages");
    }
}
