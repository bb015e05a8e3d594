package org.sekisho.rules.s25r;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Case;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Judgement;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.References;
import org.sekisho.policy.Trail;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.NoBuckets;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.s25r.S25rSettings.Action;
import org.sekisho.rules.s25r.S25rSettings.Level;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** The rule in the engine. */
class S25rRuleTest {
    private static final String CLIENT = "192.0.2.188";
    private static final String DIALUP = "220-139-165-188.dynamic.hinet.test";
    private static final Trail.Outcome REFUSED = Trail.Outcome.REFUSED;
    private static final Trail.Outcome PASSED = Trail.Outcome.PASSED;

    private final ManualTime time = new ManualTime();
    private final ZoneDns dns = new ZoneDns();
    private final Tools tools = new Tools(
            time, new Random(1), dns, new MemoryStore(time), NoBuckets.HERE, new Self("mx.example.org", Set.of()));

    private static S25rSettings settings(Action action, boolean ipv6) {
        return new S25rSettings(Level.STANDARD, action, ipv6, false, List.of(), List.of());
    }

    private Judgement judge(String client, S25rSettings settings, FailureAnswer onFailure, Duration timeout) {
        Placement<?, ?> placement = new Placement<>(S25rRule.TYPE, Mode.ENFORCE, timeout, onFailure, settings);
        RuleSet rules = new RuleSet(
                Map.of(Point.CONNECT, List.of("s25r")),
                Map.of("s25r", placement),
                Wishes.NONE,
                new Policy.Terms(false, Duration.ofSeconds(30)));
        Policy policy = rules.policy(tools, new References(new Random(1)), time);
        Case file = Cases.from(client);
        return policy.decide(Cases.atConnect(client), file)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private Judgement deferring(String client) {
        return judge(client, settings(Action.DEFER, false), FailureAnswer.PASS, Duration.ofSeconds(10));
    }

    private static String because(Judgement judgement) {
        return judgement.trail().entries().get(0).finding().because();
    }

    @Test
    void marksASuspectAndPasses() {
        dns.host(DIALUP, CLIENT);
        Judgement judgement = judge(CLIENT, S25rSettings.DEFAULTS, FailureAnswer.PASS, Duration.ofSeconds(10));
        assertThat(judgement.trail().outcome()).isEqualTo(PASSED);
        assertThat(because(judgement)).isEqualTo("the client's name is like an end user's line (R1, R3)");
    }

    @Test
    void defersASuspectIfTheOperatorWantsIt() {
        dns.host(DIALUP, CLIENT);
        Decision decision = deferring(CLIENT).decision();
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refusal -> assertThat(refusal.reply().toString())
                                .startsWith("450 4.7.1 Client host looks like an end user's line, try again later"));
    }

    @Test
    void defersAClientWithoutAName() {
        assertThat(because(deferring(CLIENT))).isEqualTo("the client has no verified name (R0)");
    }

    @Test
    void defersAClientWhoseNameHasAnotherAddress() {
        dns.pointer(CLIENT, "mail.example.test").address("mail.example.test", "192.0.2.7");
        assertThat(deferring(CLIENT).trail().outcome()).isEqualTo(REFUSED);
    }

    @Test
    void passesAMailServersName() {
        dns.host("mail.example.test", CLIENT);
        assertThat(deferring(CLIENT).trail().outcome()).isEqualTo(PASSED);
    }

    @Test
    void passesAnIpv6ClientWithoutLookingItsNameUp() {
        assertThat(deferring("2001:db8::25").trail().outcome()).isEqualTo(PASSED);
        assertThat(dns.lookups()).isZero();
    }

    @Test
    void judgesAnIpv6ClientIfTheOperatorWantsIt() {
        Judgement judgement =
                judge("2001:db8::25", settings(Action.DEFER, true), FailureAnswer.PASS, Duration.ofSeconds(10));
        assertThat(judgement.trail().outcome()).isEqualTo(REFUSED);
    }

    @Test
    void passesAndSaysSoWhenTheNameCannotBeLookedUpForNow() {
        dns.failing(CLIENT);
        Judgement judgement = deferring(CLIENT);
        assertThat(judgement.trail().outcome()).isEqualTo(PASSED);
        assertThat(judgement.trail().entries().get(0).finding().evidence())
                .anySatisfy(
                        evidence -> assertThat(evidence.value()).contains("no answer from the name servers", CLIENT));
    }

    @Test
    void passesWhenTheNameServersKeepSilent() {
        dns.silent(CLIENT);
        Judgement judgement = judge(CLIENT, settings(Action.DEFER, false), FailureAnswer.PASS, Duration.ofMillis(20));
        assertThat(judgement.trail().outcome()).isEqualTo(PASSED);
    }

    @Test
    void defersOnDnsFailureOnlyIfTheOperatorWantsIt() {
        dns.failing(CLIENT);
        Judgement judgement = judge(CLIENT, settings(Action.DEFER, false), FailureAnswer.DEFER, Duration.ofSeconds(10));
        assertThat(judgement.trail().reply())
                .hasValueSatisfying(reply -> assertThat(reply.code()).isEqualTo(451));
    }

    @Test
    void warnsWhenItIsBuiltWithAnOldList() {
        time.advance(Duration.ofDays(800));
        try (LogCapture log = new LogCapture(S25rRule.class.getName())) {
            deferring(CLIENT);
            assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("older than a year"));
        }
    }

    @Test
    void refusesAPatternThatCannotBeRead() {
        assertThatThrownBy(() -> new S25rSettings(Level.STANDARD, Action.MARK, false, false, List.of("(a"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("patterns: '(a' is not a regular expression");
    }
}
