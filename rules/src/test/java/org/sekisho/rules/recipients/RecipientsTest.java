package org.sekisho.rules.recipients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.rules.recipients.Hearings.OK;
import static org.sekisho.rules.recipients.Hearings.UNKNOWN;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening.Source;
import org.sekisho.smtp.Reply;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Changed;
import org.sekisho.testing.ManualTime;

/** What is learnt from the mail server's replies, and what comes of it. */
final class RecipientsTest {
    private static final RecipientSettings SETTINGS = Changed.in(RecipientSettings.DEFAULTS, "refresh", 0);

    private final ManualTime time = new ManualTime();
    private final Hearings hearings = new Hearings(time, new MemoryStore(time), Hearings.enforced(SETTINGS));
    private final Hearings.Session session = hearings.from("192.0.2.1");

    @Test
    void refusesWhomTheMailServerDoesNotKnow() {
        session.answered("nobody@example.org", UNKNOWN);

        assertThat(hearings.from("198.51.100.7").rcpt("nobody@example.org"))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refused -> assertThat(refused.reply().toString())
                                .startsWith(
                                        "550 5.1.1 <nobody@example.org>: Recipient address rejected: User unknown"));
    }

    @Test
    void asksTheMailServerAboutWhomItHasNotHeardOf() {
        session.answered("nobody@example.org", UNKNOWN);

        assertThat(session.refusal("somebody@example.org")).isEmpty();
    }

    @Test
    void believesARefusalForAnHour() {
        session.answered("nobody@example.org", UNKNOWN);

        time.advance(Duration.ofMinutes(59));
        assertThat(session.refusal("nobody@example.org")).isEqualTo("550 5.1.1");
        time.advance(Duration.ofMinutes(1));
        assertThat(session.refusal("nobody@example.org")).isEmpty();
    }

    @Test
    void theNewestAnswerWins() {
        session.answered("a@example.org", UNKNOWN).answered("a@example.org", OK);
        session.answered("b@example.org", OK).answered("b@example.org", UNKNOWN);

        assertThat(session.refusal("a@example.org")).isEmpty();
        assertThat(session.refusal("b@example.org")).isEqualTo("550 5.1.1");
    }

    /** Replies of Postfix and others that say nothing about whether the recipient exists (R2 to R4). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "450 4.1.1 <x@example.org>: Recipient address rejected: unverified address",
                "450 4.2.0 <x@example.org>: Recipient address rejected: Greylisted",
                "451 4.3.0 <x@example.org>: Temporary lookup failure",
                "452 4.2.2 Mailbox full",
                "550 User unknown",
                "550 5.0.0 User unknown",
                "550 5.1.0 <a@b>: Sender address rejected: User unknown in local recipient table",
                "550 5.1.1 <a@b>: Sender address rejected: undeliverable address",
                "550 5.1.8 <a@b>: Sender address rejected: Domain not found",
                "550 5.7.1 Client host rejected",
                "550 5.7.25 Client host rejected: cannot find your reverse hostname",
                "551 5.1.1 User not local",
                "552 5.2.2 Mailbox full",
                "553 5.1.3 Bad recipient address syntax",
                "554 5.7.1 <x@example.org>: Relay access denied",
                "556 5.1.10 Recipient address has null MX"
            })
    void remembersNoOtherRefusal(String reply) {
        session.answered("x@example.org", Reply.of(Integer.parseInt(reply.substring(0, 3)), reply.substring(4)));

        assertThat(session.refusal("x@example.org")).isEmpty();
    }

    @Test
    void remembersOtherRefusalsForTheirOwnTimeIfToldTo() {
        Hearings told = new Hearings(
                time,
                new MemoryStore(time),
                Hearings.enforced(Changed.in(SETTINGS, "alsoUnknown", List.of("550 5.2.1"))));
        Hearings.Session client =
                told.from("192.0.2.1").answered("gone@example.org", Reply.of(550, "5.2.1", "Disabled"));

        time.advance(Duration.ofMinutes(9));
        assertThat(client.refusal("gone@example.org")).isEqualTo("550 5.1.1");
        time.advance(Duration.ofMinutes(1));
        assertThat(client.refusal("gone@example.org")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLICY", "SESSION"})
    void learnsNothingFromRepliesThatAreNotTheMailServers(Source source) {
        session.answered("x@example.org", UNKNOWN, source);

        assertThat(session.refusal("x@example.org")).isEmpty();
    }

    @Test
    void learnsNothingFromWhatTheMailServerTellsItsUsers() {
        session.loggedIn().answered("x@example.org", UNKNOWN);
        session.onSubmission().answered("y@example.org", UNKNOWN);

        assertThat(session.refusal("x@example.org")).isEmpty();
        assertThat(session.refusal("y@example.org")).isEmpty();
    }

    @Test
    void neverRefusesPostmaster() {
        session.answered("Postmaster@example.org", UNKNOWN).answered("Postmaster", UNKNOWN);

        assertThat(session.refusal("postmaster@example.org")).isEmpty();
        assertThat(session.refusal("Postmaster")).isEmpty();
    }

    @Test
    void takesOneInSoManyToTheMailServerAgain() {
        Hearings sampling = new Hearings(
                time, new MemoryStore(time), Hearings.enforced(Changed.in(RecipientSettings.DEFAULTS, "refresh", 10)));
        Hearings.Session client = sampling.from("192.0.2.1").answered("nobody@example.org", UNKNOWN);

        int passed = 0;
        for (int i = 0; i < 1_000; i++) {
            passed += client.refusal("nobody@example.org").isEmpty() ? 1 : 0;
        }
        assertThat(passed).isBetween(70, 130);
    }
}
