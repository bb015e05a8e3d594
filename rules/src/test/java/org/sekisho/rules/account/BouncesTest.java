package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bounces come from everywhere to one who has not sent what they answer. */
class BouncesTest {
    private final Submission submission = new Submission();

    @BeforeEach
    void knowTheAccounts() {
        submission.login("taro@example.jp", Submission.HOME).leaves();
        submission.login("hanako@example.jp", Submission.HOME).leaves();
    }

    private void bounce(String recipient, int times) {
        for (int i = 0; i < times; i++) {
            submission.stranger(submission.at("US", 64_500)).bounces(recipient).leaves();
        }
    }

    @Test
    @DisplayName("capability 4.15: a flood of bounces to a spoofed or hijacked user")
    void raisesAnAlarmForAFloodOfBounces() {
        bounce("Taro@example.jp", 99);
        assertThat(submission.alarms).isEmpty();
        bounce("taro@example.jp", 1);
        assertThat(submission.nets()).containsExactly("bounces");
        assertThat(submission.alarms.get(0).account()).isEqualTo("taro@example.jp");
    }

    @Test
    void namesTheAccountWhereItIsTheLocalPartOnly() {
        submission.login("jiro", Submission.HOME).leaves();
        bounce("jiro@example.jp", 100);
        assertThat(submission.alarms.get(0).account()).isEqualTo("jiro");
    }

    @Test
    void namesTheAccountOfTheRealmWhereItIsTheLocalPartOnly() {
        submission.keeper.replace(Settings.with("example.jp"));
        submission.login("jiro", Submission.HOME).leaves();
        bounce("jiro@alias.example", 100);
        assertThat(submission.alarms.get(0).account()).isEqualTo("jiro@example.jp");
    }

    /** Nobody logs in under that name any more: an incident of it would restrict nobody. */
    @Test
    void namesNoAccountAsItWasKnownBeforeThereWasARealm() {
        submission.login("jiro", Submission.HOME).leaves();
        submission.keeper.replace(Settings.with("example.jp"));
        bounce("jiro@example.jp", 100);
        assertThat(submission.alarms).isEmpty();
    }

    /** Strangers can send as many as they like to whatever address they make up. */
    @Test
    void saysNothingOfAnAccountThatDoesNotExist() {
        bounce("nobody@example.jp", 500);
        assertThat(submission.alarms).isEmpty();
    }

    @Test
    void isToldOnce() {
        bounce("taro@example.jp", 500);
        submission.pass(Duration.ofHours(2));
        bounce("taro@example.jp", 500);
        assertThat(submission.nets()).containsExactly("bounces");
    }

    @Test
    void countsEachRecipientOfItsOwn() {
        bounce("taro@example.jp", 60);
        bounce("hanako@example.jp", 60);
        assertThat(submission.alarms).isEmpty();
    }

    @Test
    void countsNoneThatAreSpreadOverMoreTime() {
        bounce("taro@example.jp", 60);
        submission.pass(Duration.ofHours(1));
        bounce("taro@example.jp", 60);
        assertThat(submission.alarms).isEmpty();
    }

    @Test
    void countsNoMailWithASender() {
        for (int i = 0; i < 200; i++) {
            submission
                    .stranger(Submission.HOME)
                    .sends("a@example.org", 1_000, "taro@example.jp")
                    .leaves();
        }
        assertThat(submission.alarms).isEmpty();
    }

    @Test
    void oneNetworkDoesNotFillTheTable() {
        String client = submission.at("US", 64_500);
        for (int i = 0; i < 1_100; i++) {
            submission.stranger(client).bounces("user" + i + "@example.jp").leaves();
        }
        assertThat(submission.store.count(Bounces.TABLE)).isEqualTo(1_000);
        bounce("taro@example.jp", 100);
        assertThat(submission.nets()).containsExactly("bounces");
    }
}
