package org.sekisho.rules.allow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Point;
import org.sekisho.policy.Trail;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.smtp.Reply;

/** The rule in the engine, beside rules that have something against everybody. */
class AllowTest {
    private static final String CLIENT = "192.0.2.1";
    private static final Reply NO = Reply.of(550, "5.7.1", "No");
    private static final Finding REFUSAL = Finding.refuse(NO, "refuses everybody");

    private final AllowBench bench = new AllowBench(CLIENT);

    private void add(String subject) {
        add(subject, Optional.empty());
    }

    private void add(String subject, Optional<Duration> valid) {
        AllowEntry entry = new AllowEntry(
                Subject.parse(subject),
                "our partner",
                "ann",
                bench.time.instant(),
                valid.map(bench.time.instant()::plus));
        bench.list
                .add(entry)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    static Stream<Arguments> everythingEverywhere() {
        List<Finding> findings = List.of(
                REFUSAL,
                Finding.refuse(Reply.of(450, "4.7.1", "Later"), "defers everybody"),
                Finding.disconnect(Reply.of(421, "4.7.0", "Bye"), "hangs up on everybody"),
                Finding.slow(Duration.ofSeconds(20), "slows everybody down"));
        return Stream.of(Point.values())
                .flatMap(point -> findings.stream().map(finding -> Arguments.of(point, finding)));
    }

    @DisplayName("capability 2.2: whom an operator allows passes, whatever other rules find")
    @ParameterizedTest
    @MethodSource("everythingEverywhere")
    void beatsEveryOtherRuleAtEveryPoint(Point point, Finding finding) {
        bench.against(point, finding);
        bench.allowAt(Point.values());
        add(CLIENT);
        assertThat(bench.decide(point)).isEqualTo(Decision.PASS);
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void letsNobodyElseThrough(Point point) {
        bench.against(point, REFUSAL);
        bench.allowAt(Point.values());
        bench.refuseAtOnce();
        add("192.0.2.2");
        assertThat(bench.decide(point)).isInstanceOf(Decision.Refuse.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"CONNECT", "HELO", "SENDER"})
    void anEntryAddedInTheMiddleOfASessionBeatsARefusalHeldBefore(Point point) {
        bench.against(point, REFUSAL);
        bench.allowAt(Point.RECIPIENT);
        assertThat(bench.decide(point)).isEqualTo(Decision.PASS);
        assertThat(bench.decide(Point.RECIPIENT)).isInstanceOf(Decision.Refuse.class);
        add("192.0.2.0/24");
        assertThat(bench.decide(Point.RECIPIENT)).isEqualTo(Decision.PASS);
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void isAskedWhereverOthersAreThoughItWasPlacedElsewhere(Point point) {
        bench.against(point, Finding.disconnect(Reply.of(421, "4.7.0", "Bye"), "hangs up on everybody"));
        bench.allowAt(point == Point.RECIPIENT ? Point.DATA : Point.RECIPIENT);
        add(CLIENT);
        assertThat(bench.decide(point)).isEqualTo(Decision.PASS);
    }

    @Test
    void anEntryTakenAwayInTheMiddleOfASessionDoesNotCountAnyMore() {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.allowAt(Point.RECIPIENT);
        add(CLIENT);
        assertThat(bench.decide(Point.RECIPIENT)).isEqualTo(Decision.PASS);
        bench.list.remove(Subject.parse(CLIENT));
        assertThat(bench.decide(Point.RECIPIENT)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void anEntryCountsUntilItExpires() {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.allowAt(Point.RECIPIENT);
        add(CLIENT, Optional.of(Duration.ofHours(1)));
        assertThat(bench.decide(Point.RECIPIENT)).isEqualTo(Decision.PASS);
        bench.time.advance(Duration.ofHours(1));
        assertThat(bench.decide(Point.RECIPIENT)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void aWiderEntryCountsWhereANarrowerOneHasExpired() {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.allowAt(Point.RECIPIENT);
        add("192.0.2.0/24");
        add(CLIENT, Optional.of(Duration.ofHours(1)));
        bench.time.advance(Duration.ofHours(1));
        assertThat(bench.decide(Point.RECIPIENT)).isEqualTo(Decision.PASS);
    }

    @Test
    void letsThroughWhomTheConfigurationNames() {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.configured("192.0.2.0/24");
        bench.allowAt(Point.RECIPIENT);
        assertThat(bench.decide(Point.RECIPIENT)).isEqualTo(Decision.PASS);
    }

    @Test
    void saysInTheTrailWhoAllowedItAndWhy() {
        bench.allowAt(Point.RECIPIENT);
        add("192.0.2.0/24");
        Trail.Entry entry = bench.judge(Point.RECIPIENT).trail().entries().get(0);
        assertThat(entry.effect()).isEqualTo(Trail.Effect.ALLOWED);
        assertThat(entry.finding().evidence())
                .extracting(Finding.Evidence::value)
                .containsExactly("192.0.2.0/24", "ann", "our partner");
    }

    // Names

    @Test
    void letsThroughAVerifiedNameAndAllBelowIt() {
        bench.against(Point.CONNECT, REFUSAL);
        bench.allowAt(Point.CONNECT);
        bench.dns.host("mail.example.test", CLIENT);
        add("example.test");
        assertThat(bench.decide(Point.CONNECT)).isEqualTo(Decision.PASS);
    }

    @Test
    void aNameThatIsNotVerifiedLetsNobodyThrough() {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.allowAt(Point.RECIPIENT);
        bench.dns.pointer(CLIENT, "mail.example.test").address("mail.example.test", "192.0.2.7");
        add("example.test");
        assertThat(bench.decide(Point.RECIPIENT)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void aNameInHeloLetsNobodyThrough() {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.allowAt(Point.values());
        bench.helo("mail.example.test");
        add("mail.example.test");
        assertThat(bench.decide(Point.RECIPIENT)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void looksUpNoNameWhereNoEntryHasOne() {
        bench.allowAt(Point.values());
        add("192.0.2.2");
        bench.decide(Point.RECIPIENT);
        assertThat(bench.dns.lookups()).isZero();
    }

    // Senders

    @Test
    void letsASenderThroughFromTheNetworkItComesFrom() {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.allowAt(Point.RECIPIENT);
        bench.sender("Ann@Example.test");
        add("@example.test from 192.0.2.0/24");
        assertThat(bench.decide(Point.RECIPIENT)).isEqualTo(Decision.PASS);
    }

    @Test
    void letsASenderThroughFromTheVerifiedNameItComesFrom() {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.allowAt(Point.RECIPIENT);
        bench.sender("ann@example.test");
        bench.dns.host("out.provider.test", CLIENT);
        add("ann@example.test from provider.test");
        assertThat(bench.decide(Point.RECIPIENT)).isEqualTo(Decision.PASS);
    }

    @Test
    void aSenderClaimedFromElsewhereIsNotLetThrough() {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.allowAt(Point.RECIPIENT);
        bench.sender("ann@example.test");
        add("@example.test from 198.51.100.0/24");
        add("@example.test from provider.test");
        assertThat(bench.decide(Point.RECIPIENT)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void anotherSenderFromThereIsNotLetThrough() {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.allowAt(Point.RECIPIENT);
        bench.sender("eve@example.net");
        add("@example.test from 192.0.2.0/24");
        assertThat(bench.decide(Point.RECIPIENT)).isInstanceOf(Decision.Refuse.class);
    }

    // Failures

    /** How name servers fail. */
    enum Trouble {
        FAILING,
        SILENT
    }

    private void trouble(Trouble trouble) {
        if (trouble == Trouble.FAILING) {
            bench.dns.failing(CLIENT);
        } else {
            bench.dns.silent(CLIENT);
        }
    }

    /** The price of the default, which docs/defences/allow.md tells; the next tests are the two ways around it. */
    @ParameterizedTest
    @EnumSource
    void aNameThatCannotBeLookedUpForNowAllowsNobodyByDefault(Trouble trouble) {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.onDnsFailure(FailureAnswer.PASS, Duration.ofMillis(20));
        bench.allowAt(Point.RECIPIENT);
        trouble(trouble);
        add("example.test");
        assertThat(bench.decide(Point.RECIPIENT))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refusal -> assertThat(refusal.reply().code()).isEqualTo(550));
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatCannotBeLookedUpForNowMeansLaterIfTheOperatorWantsIt(Trouble trouble) {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.onDnsFailure(FailureAnswer.DEFER, Duration.ofMillis(20));
        bench.allowAt(Point.RECIPIENT);
        trouble(trouble);
        add("example.test");
        assertThat(bench.decide(Point.RECIPIENT))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refusal -> assertThat(refusal.reply().code()).isEqualTo(451));
    }

    @Test
    void aNetworkIsAllowedWhateverHappensToTheNameServers() {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.allowAt(Point.RECIPIENT);
        bench.dns.silent(CLIENT);
        add("example.test");
        add(CLIENT);
        assertThat(bench.decide(Point.RECIPIENT)).isEqualTo(Decision.PASS);
    }

    @Test
    void entriesInMemoryCountWhenTheStoreIsDead() {
        bench.against(Point.RECIPIENT, REFUSAL);
        bench.allowAt(Point.RECIPIENT);
        add(CLIENT);
        bench.killStore();
        bench.list.reload();
        assertThat(bench.decide(Point.RECIPIENT)).isEqualTo(Decision.PASS);
    }
}
