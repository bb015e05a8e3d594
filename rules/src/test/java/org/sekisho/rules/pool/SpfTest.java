package org.sekisho.rules.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ZoneDns;

class SpfTest {
    private static final String CLIENT = "52.101.5.9";

    private final ZoneDns dns = new ZoneDns();
    private final Spf spf = new Spf(dns);

    private CompletableFuture<Boolean> ask(String client) {
        return spf.vouches(Cases.connection(client).client(), "user@a.test", "mail.a.test")
                .toCompletableFuture();
    }

    private boolean vouches(String client) {
        return ask(client).join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=spf1 ip4:52.101.5.9 -all",
                "v=spf1 ip4:52.101.0.0/16 ~all",
                "v=spf1 ip4:52.100.0.0/14 ?all",
                "v=spf1 a:mail.a.test -all",
                "v=spf1 a:mail.a.test/28 -all",
                "v=spf1 mx -all",
                "v=spf1 include:_spf.b.test -all",
                "v=spf1 redirect=_spf.b.test",
                "v=spf1 exists:%{i}.ok.a.test -all",
            })
    void vouchesForAClientThatTheRecordNames(String record) {
        dns.text("a.test", record)
                .address("mail.a.test", CLIENT)
                .mailExchanger("a.test", "mail.a.test")
                .text("_spf.b.test", "v=spf1 ip4:52.101.5.0/24 -all")
                .address("52.101.5.9.ok.a.test", "127.0.0.2");
        assertThat(vouches(CLIENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=spf1 ip6:2a01:111:f400::/48 -all", "v=spf1 ip6:2a01:111::/32 -all"})
    void vouchesForAnIpv6Client(String record) {
        dns.text("a.test", record);
        assertThat(vouches("2a01:111:f400:7e8a::1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=spf1 -all",
                "v=spf1 ip4:192.0.2.1 -all",
                "v=spf1 ip4:192.0.2.1 ~all",
                "v=spf1 ?ip4:52.101.5.9 -all",
                "v=spf1 ~ip4:52.101.5.9 -all",
                "v=spf1 ptr -all",
                "v=spf1 include:nowhere.test -all",
                "v=spf1 include:a.test -all",
                "v=spf1 nonsense:52.101.5.9",
                "v=spf1 a:%",
                "v=spf2.0/pra +all",
                "some other text",
            })
    void doesNotVouchForOthers(String record) {
        dns.text("a.test", record).host("mail.a.test", CLIENT);
        assertThat(vouches(CLIENT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=spf1 +all",
                "v=spf1 all",
                "v=spf1 ip4:0.0.0.0/0 -all",
                "v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all",
                "v=spf1 ip4:52.0.0.0/8 -all",
                "v=spf1 ip4:52.96.0.0/11 -all",
                "v=spf1 exists:a.test",
                "v=spf1 ip4:52.101.5.9 ip4:198.51.100.0/24 -all",
                "v=spf1 ip4:52.101.5.9 ip4:200.0.0.0/6 -all",
            })
    void doesNotVouchWhereEverybodyPasses(String record) {
        dns.text("a.test", record).address("a.test", "192.0.2.1");
        assertThat(vouches(CLIENT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=spf1 ip6:2a01::/20 -all", "v=spf1 ip6:::/0 -all", "v=spf1 +all"})
    void doesNotVouchWhereEveryIpv6ClientPasses(String record) {
        dns.text("a.test", record);
        assertThat(vouches("2a01:111:f400:7e8a::1")).isFalse();
    }

    @Test
    void doesNotVouchWithoutARecord() {
        assertThat(vouches(CLIENT)).isFalse();
    }

    @Test
    void doesNotVouchByTwoRecords() {
        dns.text("a.test", "v=spf1 ip4:52.101.5.9 -all").text("a.test", "v=spf1 ip4:52.101.5.9 ~all");
        assertThat(vouches(CLIENT)).isFalse();
    }

    @Test
    void findsTheRecordAmongOtherTexts() {
        for (int n = 0; n < 30; n++) {
            dns.text("a.test", "verification=" + n);
        }
        dns.text("a.test", "v=spf1 ip4:52.101.5.9 -all");
        assertThat(vouches(CLIENT)).isTrue();
    }

    @Test
    void doesNotVouchWhenTheRecordCannotBeFound() {
        dns.text("a.test", "v=spf1 ip4:52.101.5.9 -all").failing("a.test");
        assertThat(vouches(CLIENT)).isFalse();
    }

    @Test
    void doesNotVouchWhenAnIncludedRecordCannotBeFound() {
        dns.text("a.test", "v=spf1 include:b.test ip4:52.101.5.9 -all").failing("b.test");
        assertThat(vouches(CLIENT)).isFalse();
    }

    @Test
    void asksForNoMoreThanTheRfcAllows() {
        for (int n = 0; n < 100; n++) {
            dns.text(n == 0 ? "a.test" : "n" + n + ".test", "v=spf1 include:n" + (n + 1) + ".test -all");
        }
        assertThat(vouches(CLIENT)).isFalse();
        assertThat(dns.lookups()).isLessThanOrEqualTo(12);
    }

    @Test
    void asksAboutTenMailExchangersAtMost() {
        dns.text("a.test", "v=spf1 mx -all");
        for (int n = 0; n < 50; n++) {
            dns.mailExchanger("a.test", "mx" + n + ".a.test");
        }
        assertThat(vouches(CLIENT)).isFalse();
        int hosts = IntStream.range(0, 50)
                .map(n -> dns.lookups("mx" + n + ".a.test"))
                .sum();
        assertThat(hosts).isBetween(1, 10);
    }

    @Test
    void keepsNobodyWaitingForAnAnswer() {
        dns.silent("a.test");
        assertThat(ask(CLIENT)).isNotDone();
    }
}
