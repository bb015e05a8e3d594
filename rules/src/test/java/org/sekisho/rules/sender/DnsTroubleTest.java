package org.sekisho.rules.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.policy.Case;
import org.sekisho.policy.Check;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Judgement;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.References;
import org.sekisho.policy.Rule;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Wishes;
import org.sekisho.smtp.Reply;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** What the rules about the sender's domain answer, by the operator's word, when DNS is dead or slow. */
class DnsTroubleTest {
    private static final Finding PASS = Finding.pass("could not be judged");
    private static final Finding DEFER =
            Finding.refuse(Reply.of(451, "4.3.0", "Try again later"), "could not be judged");
    private static final Duration SHORT = Duration.ofMillis(50);

    private enum Trouble {
        FAILING,
        SILENT
    }

    private enum About {
        SENDER_DOMAIN {
            @Override
            Check<Stage.Sending> check(ZoneDns dns) {
                return new SenderDomainCheck(SenderDomainSettings.DEFAULTS, dns);
            }
        },
        SENDER_NS {
            @Override
            Check<Stage.Sending> check(ZoneDns dns) {
                return new SenderNsCheck(new SenderNsSettings(List.of("spam-dns.test"), List.of()), dns);
            }
        };

        abstract Check<Stage.Sending> check(ZoneDns dns);
    }

    static Stream<Arguments> troubles() {
        return Stream.of(About.values())
                .flatMap(about -> Stream.of(Trouble.values()).map(trouble -> Arguments.of(about, trouble)));
    }

    private static Judgement judge(About about, ZoneDns dns, Finding onFailure) {
        Rule<Stage.Sending> rule = new Rule<>(
                "the rule",
                Stage.Sending.class,
                about.check(dns),
                Mode.ENFORCE,
                SHORT,
                onFailure,
                Rule.Scope.STRANGERS,
                false);
        Policy policy = new Policy(
                Map.of(Point.SENDER, List.of(rule)),
                List.of(),
                Wishes.NONE,
                new Policy.Terms(false, Duration.ZERO),
                new References(new SplittableRandom(1)),
                new ManualTime());
        Case file = Cases.from("192.0.2.1");
        return policy.decide(Cases.atMail("192.0.2.1", "user@nowhere.test"), file)
                .toCompletableFuture()
                .join();
    }

    private static ZoneDns troubled(Trouble trouble) {
        return trouble == Trouble.FAILING
                ? new ZoneDns().failing("nowhere.test")
                : new ZoneDns().silent("nowhere.test");
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void passesWhereTheOperatorSaysPass(About about, Trouble trouble) {
        assertThat(judge(about, troubled(trouble), PASS).decision()).isInstanceOf(Decision.Pass.class);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void defersWhereTheOperatorSaysDefer(About about, Trouble trouble) {
        assertThat(judge(about, troubled(trouble), DEFER).decision())
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refusal -> assertThat(refusal.reply().code()).isEqualTo(451));
    }

    @Test
    void saysWhatFailed() {
        assertThat(judge(About.SENDER_DOMAIN, troubled(Trouble.FAILING), PASS)
                        .trail()
                        .entries()
                        .toString())
                .contains("MX of nowhere.test");
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhenDnsWorks(About about) {
        ZoneDns dns =
                about == About.SENDER_NS ? new ZoneDns().nameServer("nowhere.test", "ns.spam-dns.test") : new ZoneDns();
        assertThat(judge(about, dns, PASS).decision()).isInstanceOf(Decision.Refuse.class);
    }
}
