package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.References;
import org.sekisho.policy.Rule;
import org.sekisho.policy.Stage;
import org.sekisho.policy.TrailSink;
import org.sekisho.policy.Wishes;
import org.sekisho.smtp.Reply;
import org.sekisho.testing.Cases;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;
import org.sekisho.testing.UpstreamTalk;

/** One message to recipients whom the policy answers differently (U11). */
class MixedVerdictsTest {
    private static final Reply NEVER = Reply.of(550, "5.7.1", "Your name is on a list");
    private static final Reply LATER = Reply.of(450, "4.2.0", "Come back later");

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ProxyFixture proxy = new ProxyFixture(upstream);

    @AfterEach
    void stop() {
        proxy.close();
    }

    private static Rule<Stage> rule(String name, Check<Stage> check) {
        return new Rule<>(
                name,
                Stage.class,
                check,
                Mode.ENFORCE,
                Duration.ofSeconds(20),
                Finding.pass("could not be judged"),
                Rule.Scope.STRANGERS,
                false);
    }

    private RawClient client() {
        Rule<Stage> helo =
                rule("helo", (stage, inquiry) -> CompletableFuture.completedStage(Finding.refuse(NEVER, "listed")));
        Rule<Stage> greylist = rule("greylist", (stage, inquiry) -> {
            boolean fresh = stage instanceof Stage.AtRcpt at
                    && at.recipient().localPart().equals("new");
            return CompletableFuture.completedStage(
                    fresh ? Finding.refuse(LATER, "not seen before") : Finding.pass("seen before"));
        });
        Policy policy = new Policy(
                Map.of(Point.HELO, List.of(helo), Point.RECIPIENT, List.of(greylist)),
                List.of(),
                new Wishes(Map.of("example.jp", Map.of("helo", Mode.OFF))),
                Policy.Terms.DEFAULTS,
                new References(new Random(1)),
                InstantSource.system());
        PolicyJudge judge = new PolicyJudge(policy, TrailSink.NONE);
        return proxy.judge(judge.open(Cases.connection("127.0.0.1"))).client();
    }

    @Test
    @DisplayName("capability 2.8: a domain that has opted out gets the mail that others refuse")
    void eachRecipientHasItsOwnAnswerAndTheMessageGoesToThoseWhoPassed() {
        RawClient client = client().command("MAIL FROM:<a@client.test>", "250");
        client.command("RCPT TO:<b@example.org>", "550 5.7.1 Your name is on a list (ref ");
        client.command("RCPT TO:<b@example.jp>", "250");
        client.command("RCPT TO:<new@example.jp>", "450 4.2.0 Come back later (ref ");
        client.command("RCPT TO:<Postmaster@example.org>", "250");
        client.command("DATA", "354").send("hello\r\n.\r\n").expect("250");
        UpstreamTalk talk = upstream.talkWith("RCPT");
        assertThat(talk.messages()).hasSize(1);
        assertThat(RelayFaultsTest.verbs(talk)).containsExactly("EHLO", "MAIL", "RCPT", "RCPT", "DATA");
    }

    @Test
    void aMessageWithoutARecipientThatPassedReachesNobody() {
        RawClient client = client().command("MAIL FROM:<a@client.test>", "250");
        client.command("RCPT TO:<b@example.org>", "550").command("RCPT TO:<new@example.jp>", "450");
        client.command("DATA", "554");
        assertThat(upstream.open()).isZero();
    }
}
