package org.sekisho.rules.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Case;
import org.sekisho.rules.client.OrganisationalDomains;
import org.sekisho.rules.pool.SenderPool.Kind;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ZoneDns;

class SenderPoolsTest {
    private static final OrganisationalDomains DOMAINS = new OrganisationalDomains();
    private static final SenderPool NETWORK = new SenderPool(Kind.NETWORK, "52.101.5.0/24");
    private static final String CLIENT = "52.101.5.9";

    private final ZoneDns dns = new ZoneDns();
    private final SenderPools pools = new SenderPools(dns, DOMAINS, name -> name.startsWith("dsl"));

    private SenderPool pool(String client, String sender) {
        return pool(Cases.from(client), client, sender);
    }

    private SenderPool pool(Case file, String client, String sender) {
        return pools.of(Cases.atMail(client, sender), file)
                .toCompletableFuture()
                .join();
    }

    @Test
    @DisplayName("two addresses of one verified organisation are one pool (G5)")
    void makesOnePoolOfAnOrganisation() {
        dns.host("mail-lf1-f100.google.com", "209.85.128.1").host("mail-wr1-f41.google.com", "74.125.9.1");
        assertThat(pool("209.85.128.1", "user@a.test"))
                .isEqualTo(pool("74.125.9.1", "user@a.test"))
                .isEqualTo(new SenderPool(Kind.ORGANISATION, "google.com"));
    }

    @Test
    void makesNoPoolOfANameThatIsOnlyClaimed() {
        dns.pointer(CLIENT, "mail-lf1-f100.google.com").address("mail-lf1-f100.google.com", "209.85.128.1");
        assertThat(pool(CLIENT, "user@a.test")).isEqualTo(NETWORK);
    }

    @Test
    void makesNoPoolOfDialUpLines() {
        dns.host("dsl-1-2.provider.test", CLIENT);
        assertThat(pool(CLIENT, "user@a.test")).isEqualTo(NETWORK);
    }

    @Test
    void makesNoPoolOfAPublicSuffix() {
        dns.host("co.jp", CLIENT);
        assertThat(pool(CLIENT, "user@a.test")).isEqualTo(NETWORK);
    }

    @Test
    @DisplayName("two addresses that the sender's domain authorises by SPF are one pool (G5)")
    void makesOnePoolOfWhatSpfAuthorises() {
        dns.text("a.test", "v=spf1 ip4:52.101.0.0/16 ip4:40.92.0.0/16 -all");
        assertThat(pool(CLIENT, "user@A.test"))
                .isEqualTo(pool("40.92.7.7", "other@a.test"))
                .isEqualTo(new SenderPool(Kind.SPF, "a.test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=spf1 +all", "v=spf1 ip4:52.0.0.0/8 -all", "v=spf1 ip4:192.0.2.1 ~all"})
    void makesNoPoolByARecordThatSaysNothing(String record) {
        dns.text("a.test", record);
        assertThat(pool(CLIENT, "user@a.test")).isEqualTo(NETWORK);
    }

    @Test
    void takesTheVerifiedNameBeforeSpf() {
        dns.host("mx.example.co.jp", CLIENT).text("a.test", "v=spf1 ip4:52.101.5.9 -all");
        assertThat(pool(CLIENT, "user@a.test")).isEqualTo(new SenderPool(Kind.ORGANISATION, "example.co.jp"));
    }

    @Test
    void asksSpfAboutDialUpLines() {
        dns.host("dsl-1-2.provider.test", CLIENT).text("a.test", "v=spf1 ip4:52.101.5.9 -all");
        assertThat(pool(CLIENT, "user@a.test")).isEqualTo(new SenderPool(Kind.SPF, "a.test"));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.99, 192.0.2.0/24",
        "::ffff:192.0.2.99, 192.0.2.0/24",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
    })
    void takesTheNetworkOfAStranger(String client, String network) {
        assertThat(pool(client, "user@a.test")).isEqualTo(new SenderPool(Kind.NETWORK, network));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user@[192.0.2.1]"})
    void takesTheNetworkForSendersWithoutADomain(String sender) {
        assertThat(pool(CLIENT, sender)).isEqualTo(NETWORK);
    }

    @Test
    void takesTheNetworkWhenTheNameServersFail() {
        dns.failing(CLIENT).failing("a.test");
        assertThat(pool(CLIENT, "user@a.test")).isEqualTo(NETWORK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"odd @ local\"@a.test", "%{i}@a.test", "b=2Ea@a.test", "@@a.test"})
    void survivesOddLocalParts(String sender) {
        dns.text("a.test", "v=spf1 exists:%{l}.%{i}._spf.a.test ip4:52.101.5.9 -all");
        assertThat(pool(CLIENT, sender)).isEqualTo(new SenderPool(Kind.SPF, "a.test"));
    }

    @Test
    void asksSpfOnceForAllRecipientsOfAMessage() {
        dns.text("a.test", "v=spf1 ip4:52.101.5.9 -all");
        Case file = Cases.from(CLIENT);
        pool(file, CLIENT, "user@a.test");
        int asked = dns.lookups("a.test");
        pool(file, CLIENT, "user@a.test");
        assertThat(dns.lookups("a.test")).isEqualTo(asked);
    }

    @Test
    void asksSpfAgainForAnotherSender() {
        dns.text("a.test", "v=spf1 ip4:52.101.5.9 -all");
        Case file = Cases.from(CLIENT);
        pool(file, CLIENT, "user@b.test");
        assertThat(pool(file, CLIENT, "user@a.test")).isEqualTo(new SenderPool(Kind.SPF, "a.test"));
    }

    @Test
    void hasAKeyForStores() {
        assertThat(new SenderPool(Kind.ORGANISATION, "google.com").key()).isEqualTo("organisation:google.com");
    }
}
