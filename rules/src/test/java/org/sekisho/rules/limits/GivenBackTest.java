package org.sekisho.rules.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.policy.Mode;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.state.TokenBuckets.Allowance;
import org.sekisho.state.TokenBuckets.Taking;

/** Mail that is put off comes again, and counts once (G19). */
final class GivenBackTest {
    private static final Reply OK = Reply.of(250, "2.0.0", "Ok");
    private static final Reply GREYLISTED = Reply.of(450, "4.2.0", "Come back later");
    private static final Reply NO = Reply.of(550, "5.7.1", "No");

    private static final Mailbox B = new Mailbox("b@example.org", "b", "example.org");
    private static final List<Taking> ONE = List.of(new Taking("key", new Allowance(1, Duration.ofHours(1), 1), 1));

    private final Gate gate = new Gate(
            Mode.ENFORCE,
            new LimitsSettings(Map.of("messages-per-address", "1/1h", "recipients-per-address", "1/1h"), Map.of()));

    @Test
    void aRecipientThatIsPutOffIsNotCounted() {
        Gate.Client client = gate.client("192.0.2.1");
        client.mail("a@example.net");
        client.rcpt("b@example.org", GREYLISTED);

        assertThat(client.rcpt("c@example.org")).isEqualTo("passes");
    }

    @Test
    void onlyTheLastOfTwoCommandsForOneRecipientIsGivenBack() {
        Gate twice = new Gate(Mode.ENFORCE, new LimitsSettings(Map.of("recipients-per-address", "2/1h"), Map.of()));
        Gate.Client client = twice.client("192.0.2.1");
        client.mail("a@example.net");
        client.rcpt("b@example.org");
        client.rcpt("b@example.org", GREYLISTED);

        assertThat(client.rcpt("c@example.org")).isEqualTo("passes");
        assertThat(client.rcpt("d@example.org")).startsWith("452");
    }

    @Test
    void whatIsTakenAfterTheReplyIsGivenBackAtOnce() {
        Ledger ledger = new Ledger();
        Ledger.Entry first = ledger.next(B);
        ledger.answered(B, GREYLISTED);
        Ledger.Entry second = ledger.next(B);
        ledger.answered(B, OK);

        assertThat(first.took(ONE)).isEqualTo(ONE);
        assertThat(second.took(ONE)).isEmpty();
    }

    @Test
    void whatIsTakenForAMessageThatIsOverIsNotTheNextOnes() {
        Ledger ledger = new Ledger();
        Ledger.Entry first = ledger.next();
        ledger.abandoned();
        ledger.next();
        first.took(ONE);

        assertThat(ledger.ended(GREYLISTED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aMessageWhoseRecipientsWereAllPutOffIsNotCounted(boolean inTheSameSession) {
        Gate.Client client = gate.client("192.0.2.1");
        client.mail("a@example.net");
        client.rcpt("b@example.org", GREYLISTED);
        if (!inTheSameSession) {
            client.end();
        }

        Gate.Client again = inTheSameSession ? client : gate.client("192.0.2.1");
        again.mail("a@example.net");
        assertThat(again.rcpt("b@example.org")).isEqualTo("passes");
    }

    @Test
    void aMessageThatIsPutOffAtItsEndIsNotCounted() {
        Gate.Client client = gate.client("192.0.2.1");
        client.mail("a@example.net");
        client.rcpt("b@example.org");
        client.data();
        client.sent(1_000, GREYLISTED);

        client.mail("a@example.net");
        assertThat(client.rcpt("b@example.org")).isEqualTo("passes");
    }

    @Test
    void aMessageThatIsPutOffAtDataIsNotCounted() {
        Gate.Client client = gate.client("192.0.2.1");
        client.mail("a@example.net");
        client.rcpt("b@example.org");
        client.data();
        client.refused(GREYLISTED);

        client.mail("a@example.net");
        assertThat(client.rcpt("b@example.org")).isEqualTo("passes");
    }

    @Test
    void aMessageThatWasTakenIsCounted() {
        Gate.Client client = gate.client("192.0.2.1");
        client.mail("a@example.net");
        client.rcpt("b@example.org");
        client.data();
        client.sent(1_000, OK);
        client.end();

        Gate.Client again = gate.client("192.0.2.1");
        again.mail("a@example.net");
        assertThat(again.rcpt("b@example.org")).startsWith("450 4.7.1 Too many messages");
    }

    @Test
    void aRecipientThatWasRefusedForGoodIsCounted() {
        Gate.Client client = gate.client("192.0.2.1");
        client.mail("a@example.net");
        client.rcpt("b@example.org", NO);

        assertThat(client.rcpt("c@example.org")).startsWith("452 4.5.3");
    }

    @Test
    void aMessageThatWasBegunAndGivenUpIsCounted() {
        Gate.Client client = gate.client("192.0.2.1");
        client.mail("a@example.net");
        client.end();

        Gate.Client again = gate.client("192.0.2.1");
        again.mail("a@example.net");
        assertThat(again.rcpt("b@example.org")).startsWith("450 4.7.1 Too many messages");
    }
}
