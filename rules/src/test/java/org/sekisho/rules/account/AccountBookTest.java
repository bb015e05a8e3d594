package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateException;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.FullStore;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SwitchedStore;

/** What becomes of accounts when the store is full, fails, or is told of another bound. */
class AccountBookTest {
    private final ManualTime time = new ManualTime();
    private final MemoryStore memory = new MemoryStore(time);

    private static AccountSettings most(int most) {
        AccountSettings usual = AccountSettings.DEFAULTS;
        return new AccountSettings(
                Optional.empty(),
                most,
                usual.learning(),
                usual.repeat(),
                usual.homes(),
                usual.placeless(),
                usual.countries(),
                usual.networks(),
                usual.systems(),
                usual.addresses(),
                usual.travel(),
                usual.pingPong(),
                usual.teleporter(),
                usual.weeklyCountry(),
                usual.weeklySystem(),
                usual.concurrency(),
                usual.messages(),
                usual.recipients(),
                usual.octets(),
                usual.bounces(),
                usual.sharedOrigin());
    }

    @Test
    void forgetsTheLongestUnusedFirst() {
        Submission submission = new Submission(time, memory);
        submission.keeper.replace(most(100));
        for (int i = 0; i <= 100; i++) {
            submission.login("user" + i, Submission.HOME).leaves();
            submission.login("user0", Submission.HOME).leaves();
        }
        Accounts accounts = submission.keeper.accounts();
        assertThat(accounts.count()).isEqualTo(100);
        assertThat(accounts.find("user0").toCompletableFuture().join()).isPresent();
        assertThat(accounts.find("user1").toCompletableFuture().join()).isEmpty();
    }

    @Test
    void learnsNothingWhileTheStoreFailsAndSaysSo() {
        try (LogCapture log = new LogCapture(AccountKeeper.class.getName())) {
            new Submission(time, new DeadStore())
                    .login(Submission.HOME)
                    .sends("friend@example.org")
                    .leaves();
            assertThat(log.lines()).anyMatch(line -> line.contains("What an account did was not learnt"));
        }
    }

    @Test
    void takesNobodyForAThiefBecauseTheStoreFails() {
        Submission submission = new Submission(time, new FullStore(memory)).known();
        for (int i = 0; i < 30; i++) {
            submission
                    .login(submission.at("BR", 65_000 + i))
                    .sends("friend@example.org")
                    .leaves();
        }
        assertThat(submission.alarms).isEmpty();
    }

    @Test
    void doesNotSayWhereAnAccountIsAtHomeWhileTheStoreFails() {
        Submission submission = new Submission(time, new DeadStore());
        assertThatThrownBy(() -> submission.familiarity(Submission.HOME))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StateException.class);
    }

    @Test
    void goesOnWhenTheStoreWorksAgain() {
        SwitchedStore store = new SwitchedStore(memory);
        Submission submission = new Submission(time, store).known();
        store.becomes(new DeadStore());
        submission.login(Submission.HOME).leaves();
        store.becomes(memory);
        submission.login(Submission.HOME).leaves();
        assertThat(submission.record().logins()).isEqualTo(21);
    }
}
