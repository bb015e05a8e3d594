package org.sekisho.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.Source;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.TrailSink;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.greylist.Greylist;
import org.sekisho.rules.recipients.Recipients;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** Two nodes before one mail server, with one store. */
final class NodesTest {
    private static final String CLIENT = "203.0.113.7";
    private static final Reply OK = Reply.of(250, "2.1.5", "Ok");
    private static final Reply UNKNOWN = Reply.of(550, "5.1.1", "User unknown");

    private final ManualTime time = new ManualTime();
    private final StateStore store = new MemoryStore(time);

    @Test
    @DisplayName("capability 2.13: mail that was put off by one node passes on another")
    void aTripletOfOneNodePassesOnAnother() {
        PolicyJudge first = node();
        PolicyJudge second = node();

        assertThat(rcpt(first, "user", OK)).isEqualTo(450);
        assertThat(rcpt(second, "user", OK)).isEqualTo(450);
        time.advance(Duration.ofMinutes(3));
        assertThat(rcpt(second, "user", OK)).isEqualTo(250);
        assertThat(rcpt(first, "user", OK)).isEqualTo(250);
    }

    @Test
    @DisplayName("capability 2.13: a recipient that one node has learnt not to exist is refused by another")
    void anUnknownRecipientOfOneNodeIsRefusedByAnother() {
        PolicyJudge first = node();
        PolicyJudge second = node();
        rcpt(first, "nobody", OK);
        time.advance(Duration.ofMinutes(3));

        assertThat(rcpt(first, "nobody", UNKNOWN)).isEqualTo(550);
        assertThat(rcpt(second, "nobody", OK)).isEqualTo(550);
    }

    private PolicyJudge node() {
        RuleSet rules = new RuleSet(
                Map.of(Point.RECIPIENT, List.of("recipients", "greylist")),
                Map.of(
                        "recipients", Placement.of(Recipients.TYPE, Mode.ENFORCE),
                        "greylist", Placement.of(Greylist.TYPE, Mode.ENFORCE)),
                Wishes.NONE,
                Policy.Terms.DEFAULTS);
        Tools tools = new Tools(
                time, new Random(1), new ZoneDns(), store, NoBuckets.HERE, new Self("mx.example.org", Set.of()));
        return new PolicyJudge(rules.policy(tools, new References(new Random(1)), time), TrailSink.NONE);
    }

    /** The code that the client gets in a session of its own; the mail server's answer if it is asked. */
    private static int rcpt(PolicyJudge node, String user, Reply answer) {
        Hearing hearing = node.open(Cases.connection(CLIENT));
        Stage.AtMail mail = Cases.atMail(CLIENT, "sender@example.net");
        Stage.AtRcpt at = new Stage.AtRcpt(
                mail.connection(),
                mail.introduction(),
                mail.sender(),
                new Mailbox(user + "@example.org", user, "example.org"));
        Decision decision = hearing.judge(at)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        boolean passed = decision instanceof Decision.Pass;
        Reply reply = decision instanceof Decision.Refuse refused ? refused.reply() : answer;
        hearing.tell(new Happening.RecipientAnswered(at, reply, passed ? Source.UPSTREAM : Source.POLICY));
        return reply.code();
    }
}
