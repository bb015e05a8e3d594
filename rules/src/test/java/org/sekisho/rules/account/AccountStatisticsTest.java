package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.account.Distribution.Band;
import org.sekisho.rules.account.MonthStatistics.Ranked;

/** What all accounts do in a month. */
class AccountStatisticsTest {
    private static final YearMonth JANUARY = YearMonth.of(2027, 1);

    private final Submission submission = new Submission();

    private void sends(String account, String address, int messages) {
        Submission.User user = submission.login(account, address);
        for (int i = 0; i < messages; i++) {
            user.sends("friend@example.org");
        }
        user.leaves();
    }

    private MonthStatistics of(YearMonth month) {
        return submission.keeper.statistics().of(month).toCompletableFuture().join();
    }

    @Test
    @DisplayName("capability 4.13: accounts by messages per month")
    void countsAccountsByTheMessagesTheySent() {
        sends("a", Submission.HOME, 5);
        sends("b", Submission.HOME, 6);
        sends("c", Submission.HOME, 101);
        sends("d", Submission.HOME, 1_200);
        Distribution messages = of(JANUARY).messages();
        assertThat(messages.small())
                .containsExactly(
                        new Band(0, 5, 1),
                        new Band(5, 10, 1),
                        new Band(10, 15, 0),
                        new Band(15, 20, 0),
                        new Band(20, 25, 0),
                        new Band(25, 50, 0),
                        new Band(50, 100, 0),
                        new Band(100, Long.MAX_VALUE, 2));
        assertThat(messages.large())
                .contains(new Band(100, 125, 1), new Band(1_000, 5_000, 1))
                .hasSize(10);
    }

    @Test
    @DisplayName("capability 4.13: countries by messages")
    void ranksCountriesByWhatWasSentFromThere() {
        sends("a", submission.at("US", 701), 2);
        sends("b", submission.at("BR", 27_699), 3);
        sends("c", "203.0.113.7", 1);
        assertThat(of(JANUARY).ranking())
                .isEqualTo(List.of(new Ranked("BR", 3), new Ranked("US", 2), new Ranked("??", 1)));
    }

    @Test
    void countsEachMonthOfItsOwn() {
        sends("a", Submission.HOME, 30);
        submission.pass(Duration.ofDays(28));
        sends("a", Submission.HOME, 1);
        assertThat(of(JANUARY).messages().small()).contains(new Band(25, 50, 1));
        assertThat(of(YearMonth.of(2027, 2)).messages().small()).contains(new Band(0, 5, 1), new Band(25, 50, 0));
    }

    @Test
    void countsAccountsByTheirLogins() {
        for (int i = 0; i < 7; i++) {
            submission.login(Submission.HOME).leaves();
        }
        assertThat(of(JANUARY).logins().small()).contains(new Band(0, 5, 0), new Band(5, 10, 1));
    }

    @Test
    void whoSentMostInAMonthThatIsOverDoesNotLeadInTheNext() {
        sends("january", Submission.HOME, 30);
        sends("july", Submission.HOME, 1);
        submission.pass(Duration.ofDays(181));
        sends("july", Submission.HOME, 2);

        assertThat(submission
                        .keeper
                        .accounts()
                        .busiest(10, submission.time.instant())
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Accounts.Busiest(List.of(new Accounts.Busy("july", 2, 1)), 2));
    }

    @Test
    void saysOfHowManyAccountsItHasFoundTheBusiest() {
        Accounts.Busiest all = Accounts.Busiest.NOBODY
                .and(List.of(new Accounts.Busy("a", 1, 1), new Accounts.Busy("b", 3, 1)), 2)
                .and(List.of(new Accounts.Busy("c", 2, 1), new Accounts.Busy("d", 0, 0)), 2);

        assertThat(all)
                .isEqualTo(
                        new Accounts.Busiest(List.of(new Accounts.Busy("b", 3, 1), new Accounts.Busy("c", 2, 1)), 4));
    }

    @Test
    void knowsWhoHasSentLately() {
        sends("taro", Submission.HOME, 1);
        submission.pass(Duration.ofDays(5));

        assertThat(hasSent("Taro@example.jp", Duration.ofDays(5))).isTrue();
        assertThat(hasSent("taro@example.jp", Duration.ofDays(4))).isFalse();
        assertThat(hasSent("hanako@example.jp", Duration.ofDays(5))).isFalse();
    }

    private boolean hasSent(String address, Duration within) {
        return submission
                .keeper
                .accounts()
                .hasSent(address, submission.time.instant().minus(within))
                .toCompletableFuture()
                .join();
    }
}
