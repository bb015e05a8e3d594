package org.sekisho.rules.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Verdict;
import org.sekisho.rules.LookUpFailedException;
import org.sekisho.settings.Network;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ZoneDns;

class SenderNsCheckTest {
    private static final String CLIENT = "192.0.2.1";
    private static final SenderNsSettings NAMES = new SenderNsSettings(List.of("Spam-DNS.test"), List.of());
    private static final SenderNsSettings NETWORKS = new SenderNsSettings(
            List.of(), List.of(Network.parse("203.0.113.0/24"), Network.parse("2001:db8:bad::/48")));

    private final ZoneDns dns = new ZoneDns();

    private CompletableFuture<Finding> ask(SenderNsSettings settings, String sender) {
        return new SenderNsCheck(settings, dns)
                .examine(Cases.atMail(CLIENT, sender), Cases.inquiry(CLIENT))
                .toCompletableFuture();
    }

    private Verdict verdict(SenderNsSettings settings, String sender) {
        return ask(settings, sender).join().verdict();
    }

    @Test
    @DisplayName("capability 2.11: refuses senders whose domain is served by a listed name server")
    void refusesADomainServedByAListedServer() {
        dns.nameServer("a.test", "ns.good.test").nameServer("a.test", "ns1.spam-dns.test");
        assertThat(verdict(NAMES, "user@a.test")).isEqualTo(Verdict.REJECT);
    }

    @ParameterizedTest
    @CsvSource({
        "spam-dns.test, REJECT",
        "ns1.spam-dns.test, REJECT",
        "a.b.spam-dns.test, REJECT",
        "not-spam-dns.test, PASS",
        "spam-dns.test.example, PASS",
    })
    void takesANameForAllBelowIt(String server, Verdict verdict) {
        dns.nameServer("a.test", server);
        assertThat(verdict(NAMES, "user@a.test")).isEqualTo(verdict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user@mail.a.test", "user@deep.down.mail.a.test", "user@not.even.there.a.test"})
    void goesUpToTheZoneThatTheDomainIsIn(String sender) {
        dns.nameServer("a.test", "ns1.spam-dns.test").address("mail.a.test", "192.0.2.7");
        assertThat(verdict(NAMES, sender)).isEqualTo(Verdict.REJECT);
    }

    @Test
    void stopsAtTheZoneThatTheDomainIsIn() {
        dns.nameServer("own.a.test", "ns.good.test").nameServer("a.test", "ns1.spam-dns.test");
        assertThat(verdict(NAMES, "user@mail.own.a.test")).isEqualTo(Verdict.PASS);
    }

    @Test
    void doesNotAskTheTopLevel() {
        dns.nameServer("test", "ns1.spam-dns.test");
        assertThat(verdict(NAMES, "user@a.test")).isEqualTo(Verdict.PASS);
        assertThat(dns.lookups("test")).isZero();
    }

    @Test
    void doesNotFollowAHundredLabels() {
        verdict(NAMES, "user@" + "x.".repeat(100) + "a.test");
        assertThat(dns.lookups()).isLessThanOrEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.53", "2001:db8:bad::53"})
    void refusesADomainServedFromAListedNetwork(String address) {
        dns.nameServer("a.test", "ns.a.test").address("ns.a.test", address);
        assertThat(verdict(NETWORKS, "user@a.test")).isEqualTo(Verdict.REJECT);
    }

    @Test
    void passesADomainServedFromElsewhere() {
        dns.nameServer("a.test", "ns.a.test").address("ns.a.test", "198.51.100.53");
        assertThat(verdict(NETWORKS, "user@a.test")).isEqualTo(Verdict.PASS);
    }

    @Test
    void passesADomainWhoseServersHaveNoAddressThatCanBeFound() {
        dns.nameServer("a.test", "ns.a.test").failing("ns.a.test");
        assertThat(verdict(NETWORKS, "user@a.test")).isEqualTo(Verdict.PASS);
    }

    @Test
    void looksUpNoAddressesWhenOnlyNamesAreListed() {
        dns.nameServer("a.test", "ns.a.test");
        verdict(NAMES, "user@a.test");
        assertThat(dns.lookups("ns.a.test")).isZero();
    }

    @Test
    void failsWhenTheNameServersFail() {
        dns.failing("a.test");
        assertThat(ask(NAMES, "user@mail.a.test"))
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(Exception.class)
                .withCauseInstanceOf(LookUpFailedException.class);
    }

    @Test
    void looksNothingUpWhenNothingIsListed() {
        assertThat(verdict(SenderNsSettings.DEFAULTS, "user@a.test")).isEqualTo(Verdict.PASS);
        assertThat(dns.lookups()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user@[192.0.2.1]"})
    void looksNothingUpForSendersWithoutADomain(String sender) {
        assertThat(verdict(NAMES, sender)).isEqualTo(Verdict.PASS);
        assertThat(dns.lookups()).isZero();
    }

    @Test
    void takesNoNameThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SenderNsSettings(List.of("two words"), List.of()))
                .withMessageContaining("'two words'");
    }
}
