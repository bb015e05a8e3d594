package org.sekisho.rules.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Trail;
import org.sekisho.smtp.Reply;

final class LimitsTest {
    private static final Reply OK = Reply.of(250, "2.0.0", "Ok");
    private static final Reply UNKNOWN = Reply.of(550, "5.1.1", "No such user");

    @Test
    @DisplayName("capability 4.10: an address that opens many connections is refused, others are not")
    void refusesConnectionsBeyondTheRate() {
        Gate gate = gate("connections-per-address", "3/1m");

        for (int i = 0; i < 3; i++) {
            assertThat(visit(gate, "192.0.2.1")).isEqualTo("passes");
        }

        assertThat(visit(gate, "192.0.2.1"))
                .startsWith("421 4.7.0 Too many connections from your address, try again later");
        assertThat(visit(gate, "192.0.2.2")).isEqualTo("passes");
        gate.time.advance(Duration.ofSeconds(20));
        assertThat(visit(gate, "192.0.2.1")).isEqualTo("passes");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.200, 192.0.3.1", "2001:db8::1, 2001:db8::ffff:1, 2001:db8:0:1::1"})
    void aNetworkSharesItsLimit(String first, String neighbour, String stranger) {
        Gate gate = gate("connections-per-network", "1/1m");
        visit(gate, first);

        assertThat(visit(gate, neighbour)).startsWith("421 4.7.0 Too many connections from your network");
        assertThat(visit(gate, stranger)).isEqualTo("passes");
    }

    @Test
    void whoIsRefusedForOneLimitHasUsedUpNothingOfTheOthers() {
        Gate gate = new Gate(
                Mode.ENFORCE,
                new LimitsSettings(
                        Map.of("connections-per-address", "2/1m", "connections-per-network", "1/1h"), Map.of()));
        visit(gate, "192.0.2.1");
        visit(gate, "192.0.2.1");
        visit(gate, "192.0.2.1");

        assertThat(visit(gate, "192.0.2.1")).contains("from your network");
    }

    @DisplayName("capability 2.14: how much may be sent, counted for whomever the operator says")
    @ParameterizedTest
    @CsvSource({
        "messages-per-connection, on this connection",
        "messages-per-address, from your address",
        "messages-per-network, from your network",
        "messages-per-sender, from this sender",
        "messages-per-sender-domain, from this sender's domain",
        "messages-per-recipient, for this recipient",
        "messages-per-recipient-domain, for this recipient's domain",
        "messages-per-account, from your account",
    })
    void messagesAreCountedForWhomTheOperatorSays(String limit, String words) {
        Gate gate = gate(limit, "1/1m");
        Gate.Client client = gate.user("192.0.2.1", "anna");
        client.connect();

        assertThat(mail(client, "a@example.net", "b@example.org")).isEqualTo("passes");

        assertThat(mail(client, "a@example.net", "b@example.org"))
                .startsWith("450 4.7.1 Too many messages " + words + ", try again later");
    }

    @Test
    void recipientsBeyondTheLimitAreForAnotherMessage() {
        Gate gate = gate("recipients-per-sender", "2/1m");
        Gate.Client client = gate.client("192.0.2.1");
        client.mail("a@example.net");
        client.rcpt("b@example.org");
        client.rcpt("c@example.org");

        assertThat(client.rcpt("d@example.org")).startsWith("452 4.5.3 Too many recipients from this sender");
    }

    @Test
    void bouncesFromOneNetworkAreNoneOfAnothers() {
        Gate gate = gate("messages-per-sender", "1/1m");

        assertThat(mail(gate.client("192.0.2.1"), "", "b@example.org")).isEqualTo("passes");
        assertThat(mail(gate.client("198.51.100.1"), "", "b@example.org")).isEqualTo("passes");

        assertThat(mail(gate.client("192.0.2.9"), "", "b@example.org")).startsWith("450 4.7.1");
    }

    @Test
    void octetsAreChargedWhenTheMessageHasItsReply() {
        Gate gate = gate("bytes-per-account", "1MiB/1h");
        Gate.Client client = gate.user("192.0.2.1", "anna");
        mail(client, "a@example.net", "b@example.org");
        assertThat(client.data()).isEqualTo("passes");
        client.sent(3 << 20, OK);

        assertThat(mail(client, "a@example.net", "b@example.org"))
                .startsWith("450 4.7.1 Too many octets of mail from your account");
        gate.time.advance(Duration.ofHours(1).plusSeconds(1));
        assertThat(mail(client, "a@example.net", "b@example.org")).isEqualTo("passes");
    }

    @Test
    void octetsThatAnotherMessageUsedUpMeanwhileCountAtData() {
        Gate gate = gate("bytes-per-account", "1MiB/1h");
        Gate.Client first = gate.user("192.0.2.1", "anna");
        Gate.Client second = gate.user("192.0.2.2", "anna");
        mail(first, "a@example.net", "b@example.org");
        mail(second, "a@example.net", "b@example.org");

        first.sent(2 << 20, OK);

        assertThat(second.data()).startsWith("451 4.7.1 Too many octets of mail from your account");
    }

    @Test
    void aHarvesterIsToldNothingMore() {
        Gate gate = gate("unknown-recipients-per-network", "2/10m");
        Gate.Client client = gate.client("192.0.2.1");
        client.mail("a@example.net");
        assertThat(client.rcpt("x@example.org", UNKNOWN)).isEqualTo(UNKNOWN.toString());
        assertThat(client.rcpt("y@example.org", UNKNOWN)).isEqualTo(UNKNOWN.toString());

        assertThat(client.rcpt("z@example.org", UNKNOWN))
                .startsWith("450 4.7.1 Too many unknown recipients from your network");
        assertThat(mail(gate.client("192.0.2.7"), "a@example.net", "b@example.org"))
                .startsWith("450 4.7.1");
    }

    @Test
    void mailToPostmasterIsStillTakenFromAHarvestersNetwork() {
        Gate gate = gate("unknown-recipients-per-network", "1/10m");
        Gate.Client client = gate.client("192.0.2.1");
        client.mail("a@example.net");
        client.rcpt("x@example.org", UNKNOWN);

        assertThat(client.rcpt("postmaster@example.org")).isEqualTo("passes");
    }

    @Test
    void whoMadeTooManyErrorsCannotConnect() {
        Gate gate = gate("errors-per-address", "2/10m");
        Gate.Client client = gate.client("192.0.2.1");
        client.connect();
        client.refused(Reply.of(500, "5.5.2", "What?"));
        client.refused(Reply.of(550, "5.7.1", "No"));

        assertThat(visit(gate, "192.0.2.1")).startsWith("421 4.7.0 Too many errors from your address");
    }

    /** Whoever is greylisted or limited would else be limited for having been. */
    @ParameterizedTest
    @CsvSource({"450, 4.2.0", "421, 4.7.0", "550, 5.1.1"})
    void temporaryRefusalsAndUnknownRecipientsAreNoErrors(int code, String enhanced) {
        Gate gate = gate("errors-per-address", "1/10m");
        Gate.Client client = gate.client("192.0.2.1");
        client.connect();

        client.refused(Reply.of(code, enhanced, "No"));

        assertThat(visit(gate, "192.0.2.1")).isEqualTo("passes");
    }

    @Test
    void anAccountIsOneAccountInAnyLetterCase() {
        Gate gate = gate("messages-per-account", "1/1h");
        mail(gate.user("192.0.2.1", "Anna"), "a@example.net", "b@example.org");

        assertThat(mail(gate.user("198.51.100.1", "anna"), "a@example.net", "b@example.org"))
                .startsWith("450");
    }

    /** Many people read one list: limits per recipient or sender that nobody asked for would hold its mail up. */
    @Test
    void byDefaultAListMayDeliverToAllItsReaders() {
        Gate gate = new Gate(Mode.ENFORCE, LimitsSettings.DEFAULTS);
        Gate.Client list = gate.client("192.0.2.1");
        list.connect();

        for (int message = 0; message < 100; message++) {
            assertThat(list.mail("list-bounces@example.net")).isEqualTo("passes");
            for (int reader = 0; reader < 50; reader++) {
                assertThat(list.rcpt("reader" + reader + "@example.org")).isEqualTo("passes");
            }
            assertThat(list.data()).isEqualTo("passes");
            list.sent(20_000, OK);
        }
    }

    @Test
    void theOperatorSeesWhichLimitItWasAndHowMuchWasUsed() {
        Gate gate = gate("connections-per-network", "2/1m burst 3");
        for (int i = 0; i < 4; i++) {
            visit(gate, "192.0.2.1");
        }

        assertThat(gate.evidence("limit")).isEqualTo("connections-per-network: 2/1m burst 3");
        assertThat(gate.evidence("counted for")).isEqualTo("192.0.2.0/24");
        assertThat(gate.evidence("used")).isEqualTo("3 of 3, refilled with 2 in 60 s");
        assertThat(last(gate).finding().unless()).contains("it had come 30 s later");
    }

    @Test
    void aRuleThatWatchesCountsAsIfItActed() {
        Gate gate = new Gate(Mode.OBSERVE, settings("connections-per-address", "1/1m"));

        assertThat(visit(gate, "192.0.2.1")).isEqualTo("passes");
        assertThat(visit(gate, "192.0.2.1")).isEqualTo("passes");

        assertThat(last(gate).effect()).isEqualTo(Trail.Effect.WOULD_HAVE_ACTED);
        assertThat(gate.evidence("limit")).startsWith("connections-per-address");
    }

    private static Trail.Entry last(Gate gate) {
        return gate.trails.get(gate.trails.size() - 1).entries().get(0);
    }

    private static String visit(Gate gate, String address) {
        Gate.Client client = gate.client(address);
        String told = client.connect();
        client.end();
        return told;
    }

    /** What MAIL and one RCPT came to; a refused MAIL is held until RCPT. */
    private static String mail(Gate.Client client, String from, String to) {
        client.mail(from);
        return client.rcpt(to);
    }

    private static Gate gate(String limit, String rate) {
        return new Gate(Mode.ENFORCE, settings(limit, rate));
    }

    private static LimitsSettings settings(String limit, String rate) {
        return new LimitsSettings(Map.of(limit, rate), Map.of());
    }
}
