package org.sekisho.rules.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Verdict;
import org.sekisho.rules.LookUpFailedException;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ZoneDns;

class SenderDomainCheckTest {
    private static final String CLIENT = "192.0.2.1";

    private final ZoneDns dns = new ZoneDns();

    private CompletableFuture<Finding> ask(SenderDomainSettings settings, String sender) {
        return new SenderDomainCheck(settings, dns)
                .examine(Cases.atMail(CLIENT, sender), Cases.inquiry(CLIENT))
                .toCompletableFuture();
    }

    private Finding finding(String sender) {
        return ask(SenderDomainSettings.DEFAULTS, sender).join();
    }

    @Test
    void passesADomainThatTakesMail() {
        dns.mailExchanger("a.test", "mx.a.test");
        assertThat(finding("user@A.Test").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void refusesADomainWithANullMx() {
        dns.mailExchanger("a.test", "");
        assertThat(finding("user@a.test").reply())
                .hasValueSatisfying(reply -> assertThat(reply.toString()).startsWith("550 5.7.27"));
    }

    @Test
    void passesADomainWithAnEmptyMxBesideOthers() {
        dns.mailExchanger("a.test", "mx.a.test").mailExchanger("a.test", "");
        assertThat(finding("user@a.test").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void refusesADomainThatDoesNotExist() {
        assertThat(finding("user@nowhere.test").reply())
                .hasValueSatisfying(reply -> assertThat(reply.toString()).startsWith("550 5.1.8"));
    }

    @Test
    void passesADomainThatExistsWithoutMx() {
        dns.address("a.test", "192.0.2.7");
        assertThat(finding("user@a.test").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void passesADomainThatHasNothingButNamesBelow() {
        dns.text("_dmarc.a.test", "v=DMARC1");
        assertThat(finding("user@a.test").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void failsWhenTheNameServersFail() {
        dns.failing("a.test");
        assertThat(ask(SenderDomainSettings.DEFAULTS, "user@a.test"))
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(Exception.class)
                .withCauseInstanceOf(LookUpFailedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user@[192.0.2.1]", "user@[IPv6:2001:db8::1]", "user@例え.test", "user@192.0.2.1"})
    void looksNothingUpForSendersWithoutADomain(String sender) {
        assertThat(finding(sender).verdict()).isEqualTo(Verdict.PASS);
        assertThat(dns.lookups()).isZero();
    }

    @Test
    void passesADomainThatDoesNotExistIfToldSo() {
        assertThat(ask(new SenderDomainSettings(true, false), "user@nowhere.test")
                        .join()
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void passesANullMxIfToldSo() {
        dns.mailExchanger("a.test", "");
        assertThat(ask(new SenderDomainSettings(false, true), "user@a.test")
                        .join()
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }
}
