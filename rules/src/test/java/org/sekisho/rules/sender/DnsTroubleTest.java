package org.sekisho.rules.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.policy.Case;
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

/** What a rule about DNS answers, by the operator's word, when DNS is dead or slow. */
class DnsTroubleTest {
    private static final Finding PASS = Finding.pass("could not be judged");
    private static final Finding DEFER =
            Finding.refuse(Reply.of(451, "4.3.0", "Try again later"), "could not be judged");
    private static final Duration SHORT = Duration.ofMillis(50);

    private enum Trouble {
        FAILING,
        SILENT
    }

    private static Judgement judge(ZoneDns dns, Finding onFailure) {
        Rule<Stage.Sending> rule = new Rule<>(
                "sender-domain",
                Stage.Sending.class,
                new SenderDomainCheck(SenderDomainSettings.DEFAULTS, dns),
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
    @EnumSource
    void passesWhereTheOperatorSaysPass(Trouble trouble) {
        assertThat(judge(troubled(trouble), PASS).decision()).isInstanceOf(Decision.Pass.class);
    }

    @ParameterizedTest
    @EnumSource
    void defersWhereTheOperatorSaysDefer(Trouble trouble) {
        assertThat(judge(troubled(trouble), DEFER).decision())
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refusal -> assertThat(refusal.reply().code()).isEqualTo(451));
    }

    @Test
    void saysWhatFailed() {
        assertThat(judge(troubled(Trouble.FAILING), PASS).trail().entries().toString())
                .contains("MX of nowhere.test");
    }

    @Test
    void refusesWhenDnsWorks() {
        assertThat(judge(new ZoneDns(), PASS).decision()).isInstanceOf(Decision.Refuse.class);
    }
}
