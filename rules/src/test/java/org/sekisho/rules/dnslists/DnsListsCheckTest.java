package org.sekisho.rules.dnslists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Verdict;
import org.sekisho.rules.LookUpFailedException;
import org.sekisho.rules.dnslists.DnsListsSettings.ListedZone;
import org.sekisho.testing.Cases;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

class DnsListsCheckTest {
    private static final String CLIENT = "192.0.2.99";
    private static final String NAME = "99.2.0.192.";
    private static final String SECRET = "k3y0fours.bl.test";

    private final ZoneDns dns = new ZoneDns();
    private final ManualTime time = new ManualTime();

    private static ListedZone zone(String zone, int weight, String... answers) {
        return new ListedZone(zone, List.of(answers), weight, Optional.empty());
    }

    private DnsListsCheck check(int refuseAt, int exemptAt, ListedZone... lists) {
        return new DnsListsCheck(new DnsListsSettings(List.of(lists), refuseAt, exemptAt), dns, time);
    }

    private static CompletableFuture<Finding> ask(DnsListsCheck check, String client) {
        return check.examine(Cases.atConnect(client), Cases.inquiry(client)).toCompletableFuture();
    }

    private static Finding finding(DnsListsCheck check) {
        return ask(check, CLIENT).join();
    }

    @Test
    void refusesAListedClient() {
        dns.address(NAME + "bl.test", "127.0.0.2");
        assertThat(finding(check(1, 0, ListedZone.of("bl.test"))).reply())
                .hasValueSatisfying(reply ->
                        assertThat(reply).hasToString("550 5.7.1 Your address 192.0.2.99 is listed by bl.test"));
    }

    @Test
    void refusesAListedIpv6Client() {
        String nibbles = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.";
        dns.address(nibbles + "bl.test", "127.0.0.2");
        assertThat(ask(check(1, 0, ListedZone.of("bl.test")), "2001:db8::1")
                        .join()
                        .verdict())
                .isEqualTo(Verdict.REJECT);
    }

    @Test
    void passesAClientThatIsNotListed() {
        assertThat(finding(check(1, 0, ListedZone.of("bl.test"))).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void asksNobodyByDefault() {
        DnsListsCheck check = new DnsListsCheck(DnsListsSettings.DEFAULTS, dns, time);
        assertThat(finding(check).verdict()).isEqualTo(Verdict.PASS);
        assertThat(dns.lookups()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "192.168.1.1", "::1", "fe80::1", "fc00::1", "fd12:3456::1"})
    void asksNobodyAboutPrivateAddresses(String client) {
        assertThat(ask(check(1, 0, ListedZone.of("bl.test")), client).join().verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(dns.lookups()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"2, REJECT", "3, REJECT", "4, PASS"})
    void addsWeightsUp(int refuseAt, Verdict verdict) {
        dns.address(NAME + "one.test", "127.0.0.2").address(NAME + "two.test", "127.0.0.2");
        assertThat(finding(check(refuseAt, 0, zone("one.test", 1), zone("two.test", 2)))
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void weighsAllowListsAgainstBlockLists() {
        dns.address(NAME + "bl.test", "127.0.0.2").address(NAME + "wl.test", "127.0.5.1");
        assertThat(finding(check(1, -5, zone("bl.test", 2), zone("wl.test", -3)))
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void exemptsTrustedClients() {
        dns.address(NAME + "wl.test", "127.0.5.3");
        assertThat(finding(check(1, -3, zone("wl.test", -3))).verdict()).isEqualTo(Verdict.EXEMPT);
    }

    @Test
    void exemptsNobodyByDefault() {
        dns.address(NAME + "wl.test", "127.0.5.3");
        assertThat(finding(check(1, 0, zone("wl.test", -3))).verdict()).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.2, REJECT", "127.0.0.11, REJECT", "127.0.0.12, PASS"})
    void countsOnlyTheAnswersItWasToldOf(String answer, Verdict verdict) {
        dns.address(NAME + "bl.test", answer);
        assertThat(finding(check(1, 0, zone("bl.test", 1, "127.0.0.[2..11]"))).verdict())
                .isEqualTo(verdict);
    }

    @Test
    void weighsAnswersOfOneZoneEachInItsWayAndAsksOnce() {
        dns.address(NAME + "bl.test", "127.0.0.4");
        Finding finding = finding(check(3, 0, zone("bl.test", 1, "127.0.0.2"), zone("bl.test", 3, "127.0.0.4")));
        assertThat(finding.verdict()).isEqualTo(Verdict.REJECT);
        assertThat(dns.lookups(NAME + "bl.test")).isEqualTo(1);
    }

    @Test
    void showsASecretZoneToNobody() {
        dns.address(NAME + SECRET, "127.0.0.2");
        ListedZone secret = new ListedZone(SECRET, List.of(), 1, Optional.of("bl.test"));
        assertThat(finding(check(1, 0, secret)).toString())
                .contains("listed by bl.test")
                .doesNotContain("k3y0fours");
    }

    @Test
    void showsASecretZoneToNobodyWhenItFails() {
        dns.failing(NAME + SECRET);
        ListedZone secret = new ListedZone(SECRET, List.of(), 1, Optional.of("bl.test"));
        assertThat(ask(check(1, 0, secret), CLIENT).handle((found, failure) -> String.valueOf(failure)))
                .isCompletedWithValueMatching(failure -> !failure.contains("k3y0fours"));
    }

    @Test
    void takesAListThatDoesNotAnswerForNothing() {
        dns.failing(NAME + "dead.test").address(NAME + "bl.test", "127.0.0.2");
        Finding finding = finding(check(2, 0, zone("dead.test", 5), zone("bl.test", 1)));
        assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
        assertThat(finding.evidence().toString()).contains("dead.test: no answer");
    }

    @Test
    void failsWhenNoListAnswers() {
        dns.failing(NAME + "bl.test");
        assertThat(ask(check(1, 0, ListedZone.of("bl.test")), CLIENT))
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(Exception.class)
                .withCauseInstanceOf(LookUpFailedException.class);
    }

    @Test
    void waitsForAListThatKeepsSilent() {
        dns.silent(NAME + "bl.test");
        assertThat(ask(check(1, 0, ListedZone.of("bl.test")), CLIENT)).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.255.255.252", "127.255.255.254", "127.255.255.255"})
    void ignoresAListThatRefusesToServe(String answer) {
        dns.address(NAME + "bl.test", answer);
        assertThat(finding(check(1, 0, ListedZone.of("bl.test"))).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void ignoresAZoneThatAnswersWithRealAddresses() {
        dns.address(NAME + "bl.test", "203.0.113.80");
        assertThat(finding(check(1, 0, ListedZone.of("bl.test"))).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void logsOnceAnHourThatAListRefusesToServe() {
        dns.address(NAME + "bl.test", "127.255.255.254");
        DnsListsCheck check = check(1, 0, ListedZone.of("bl.test"));
        try (LogCapture log = new LogCapture(ListProblems.class.getName())) {
            finding(check);
            finding(check);
            time.advance(Duration.ofMinutes(61));
            finding(check);
            assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("bl.test answers 127.255.255.254"));
        }
    }

    @Test
    void takesNoThresholdThatWouldRefuseEverybody() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DnsListsSettings(List.of(), 0, 0));
    }

    @Test
    void takesNoThresholdThatWouldExemptEverybody() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DnsListsSettings(List.of(), 1, 1));
    }

    @Test
    void takesNoListWithoutWeight() {
        assertThatIllegalArgumentException().isThrownBy(() -> zone("bl.test", 0));
    }

    @Test
    void takesNoZoneThatIsNoName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListedZone.of("bl test"))
                .withMessageContaining("'bl test'");
    }
}
