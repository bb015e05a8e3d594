package org.sekisho.rules.helo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Verdict;
import org.sekisho.rules.Self;
import org.sekisho.testing.Cases;

class HeloCheckTest {
    private static final String CLIENT = "198.51.100.1";
    private static final String OURS = "192.0.2.25";
    private static final Self SELF = new Self(
            "mx.example.test",
            Set.of(
                    Cases.connection(OURS).client(),
                    Cases.connection("2001:db8::25").client()));

    private static Finding finding(HeloSettings settings, String client, String helo) {
        return new HeloCheck(settings, SELF)
                .examine(Cases.atHelo(client, helo), Cases.inquiry(client))
                .toCompletableFuture()
                .join();
    }

    private static Verdict verdict(HeloSettings settings, String helo) {
        return finding(settings, CLIENT, helo).verdict();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.25", "m20.mailyes.net", "SPK02"})
    @DisplayName("capability 2.10: refuses a greeting with our own address, m20.mailyes.net or SPK02")
    void refusesTheNamesThatWerePublished(String helo) {
        assertThat(verdict(HeloSettings.DEFAULTS, helo)).isEqualTo(Verdict.REJECT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.test",
                "MX.Example.Test.",
                "[192.0.2.25]",
                "[IPv6:2001:db8::25]",
                "[IPv6:2001:0db8:0:0:0:0:0:25]",
                "2001:db8::25",
                "[IPv6:::ffff:192.0.2.25]",
                "ylmf-pc",
                "YLMF-PC",
            })
    void refusesOurOwnNamesAndThoseOfBots(String helo) {
        assertThat(verdict(HeloSettings.DEFAULTS, helo)).isEqualTo(Verdict.REJECT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User",
                "ADMIN",
                "localhost",
                "localhost.localdomain",
                "[192.168.1.5]",
                "[127.0.0.1]",
                "192.168.1.5",
                "[IPv6:fe80::1]",
                "WIN-0123456789A",
                "mail_host.example.com",
                "EXCHANGE01.corp.local",
                "smtp.example.com.",
                "-",
                "friend",
                "mail-lf1-f100.google.com",
                "xn--85x722f.com.cn",
                "mx.example.test.example.com",
                "1.2.0.192.in-addr.arpa",
                "[",
                "[]",
                "::::",
                "999.999.999.999",
                "[192.0.2.0/24]",
            })
    @DisplayName("accepts odd but real greeting names (bug 63)")
    void acceptsOddNames(String helo) {
        assertThat(verdict(HeloSettings.DEFAULTS, helo)).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @ValueSource(strings = {OURS, "127.0.0.1", "2001:db8::25"})
    void letsThisMachineUseItsName(String client) {
        assertThat(finding(HeloSettings.DEFAULTS, client, "mx.example.test").verdict())
                .isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup-mx.example.test", "203.0.113.9", "[203.0.113.9]"})
    void refusesWhatTheOperatorSaysIsOursToo(String helo) {
        HeloSettings settings = new HeloSettings(
                List.of("Backup-MX.example.test", "203.0.113.9"), true, List.of(), List.of(), false, false);
        assertThat(verdict(settings, helo)).isEqualTo(Verdict.REJECT);
    }

    @Test
    void namesTheKeyThatLetsAPublishedNamePass() {
        assertThat(finding(HeloSettings.DEFAULTS, CLIENT, "ylmf-pc").unless()).contains("helo.published were false");
    }

    @Test
    void acceptsPublishedNamesIfToldSo() {
        HeloSettings settings = new HeloSettings(List.of(), false, List.of(), List.of(), false, false);
        assertThat(verdict(settings, "ylmf-pc")).isEqualTo(Verdict.PASS);
    }

    @Test
    void refusesTheOperatorsNames() {
        HeloSettings settings = new HeloSettings(List.of(), true, List.of("User"), List.of(), false, false);
        assertThat(verdict(settings, "USER")).isEqualTo(Verdict.REJECT);
        assertThat(verdict(settings, "user.example.com")).isEqualTo(Verdict.PASS);
    }

    @Test
    void refusesWhatTheOperatorsPatternsMatch() {
        HeloSettings settings =
                new HeloSettings(List.of(), true, List.of(), List.of("^WIN-[0-9A-Z]{11}$"), false, false);
        assertThat(verdict(settings, "win-0123456789a")).isEqualTo(Verdict.REJECT);
        assertThat(verdict(settings, "win-0123456789a.example.com")).isEqualTo(Verdict.PASS);
    }

    @Test
    void acceptsNoPatternThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeloSettings(List.of(), true, List.of(), List.of("(["), false, false))
                .withMessageContaining("'(['");
    }

    @ParameterizedTest
    @ValueSource(strings = {"User", "localhost"})
    void refusesUnqualifiedNamesIfToldSo(String helo) {
        HeloSettings settings = new HeloSettings(List.of(), true, List.of(), List.of(), true, false);
        assertThat(finding(settings, CLIENT, helo).reply())
                .hasValueSatisfying(reply -> assertThat(reply.toString()).startsWith("504 5.5.2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[192.168.1.5]", "[IPv6:fe80::1]", "192.168.1.5", "mail.example.com"})
    void acceptsLiteralsAsQualified(String helo) {
        HeloSettings settings = new HeloSettings(List.of(), true, List.of(), List.of(), true, false);
        assertThat(verdict(settings, helo)).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.5", "2001:db8::1"})
    void refusesBareAddressesIfToldSo(String helo) {
        HeloSettings settings = new HeloSettings(List.of(), true, List.of(), List.of(), false, true);
        assertThat(verdict(settings, helo)).isEqualTo(Verdict.REJECT);
        assertThat(verdict(settings, "[192.168.1.5]")).isEqualTo(Verdict.PASS);
    }

    @Test
    void shipsNamesWithTheirDate() {
        assertThat(PublishedHelos.shipped().date()).hasYear(2026);
    }
}
