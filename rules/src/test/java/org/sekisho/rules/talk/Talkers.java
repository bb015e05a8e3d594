package org.sekisho.rules.talk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.sekisho.event.SessionEvent;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.Fault;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.TrailSink;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.NoBuckets;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.hold.HeldConnections;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.state.StateStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** Sessions before a policy of one rule, which stands wherever it should. */
final class Talkers {
    static final String CLIENT = "198.51.100.7";
    private static final Duration WAIT = EarlyTalkerSettings.DEFAULTS.greetWait();

    final HeldConnections held;
    private final PolicyJudge judge;

    Talkers(Placement<?, ?> rule, StateStore store, ManualTime time) {
        Tools tools = tools(store, time);
        held = tools.holding().connections();
        judge = judge(rule, tools, time);
    }

    static PolicyJudge judge(Placement<?, ?> rule, StateStore store, ManualTime time) {
        return judge(rule, tools(store, time), time);
    }

    private static Tools tools(StateStore store, ManualTime time) {
        return new Tools(
                time, new Random(1), new ZoneDns(), store, NoBuckets.HERE, new Self("mx.example.org", Set.of()));
    }

    private static PolicyJudge judge(Placement<?, ?> rule, Tools tools, ManualTime time) {
        String name = rule.type().name();
        List<String> here = List.of(name);
        RuleSet rules = new RuleSet(
                Map.of(Point.CONNECT, here, Point.HELO, here, Point.RECIPIENT, here, Point.DATA, here),
                Map.of(name, rule),
                Wishes.NONE,
                Policy.Terms.DEFAULTS);
        return new PolicyJudge(rules.policy(tools, new References(new Random(1)), time), TrailSink.NONE);
    }

    Talker client(String address) {
        return new Talker(Cases.connection(address));
    }

    Talker client() {
        return client(CLIENT);
    }

    Talker onSubmission() {
        Stage.Connection inbound = Cases.connection(CLIENT);
        return new Talker(
                new Stage.Connection(inbound.session(), inbound.listener(), true, inbound.client(), inbound.port()));
    }

    /** One session. */
    final class Talker {
        private final Stage.Connection connection;
        private final Hearing hearing;

        private Talker(Stage.Connection connection) {
            this.connection = connection;
            hearing = judge.open(connection);
        }

        private Decision judge(Stage stage) {
            return hearing.judge(stage).toCompletableFuture().join();
        }

        /** How long it has to wait for its greeting. */
        Duration greeting() {
            return judge(new Stage.AtConnect(connection)).delay();
        }

        /** A delay begins, of whatever rule. */
        Talker isHeld() {
            hearing.tell(new Happening.DelayBegan(WAIT));
            return this;
        }

        /** The delay is over. */
        Talker hasWaited() {
            hearing.tell(new Happening.DelayEnded(WAIT, Happening.End.WAITED));
            return this;
        }

        void leaves() {
            hearing.tell(new Happening.Ended(SessionEvent.Cause.CLIENT_LEFT, Duration.ZERO));
        }

        Talker breaks(Fault fault) {
            hearing.tell(new Happening.Misbehaved(fault));
            return this;
        }

        Decision helo() {
            return judge(Cases.atHelo(connection.address(), "c.example"));
        }

        Decision heloUnderTls() {
            return judge(new Stage.AtHelo(
                    connection, new Stage.Introduction("c.example", true, true, false, Optional.empty())));
        }

        /** The code that its recipient gets. */
        int rcpt(String recipient) {
            return code(judge(at(recipient)));
        }

        int rcpt() {
            return rcpt("b@example.org");
        }

        int data() {
            return code(judge(message()));
        }

        /** The mail server answers a message of it. */
        Talker messageAnswered(int code) {
            hearing.tell(new Happening.MessageEnded(message(), Reply.of(code, "as it is"), 100));
            return this;
        }

        private Stage.AtRcpt at(String recipient) {
            int at = recipient.indexOf('@');
            Stage.AtMail mail = Cases.atMail(connection.address(), "a@c.example");
            Mailbox mailbox = new Mailbox(recipient, recipient.substring(0, at), recipient.substring(at + 1));
            return new Stage.AtRcpt(connection, mail.introduction(), mail.sender(), mailbox);
        }

        private Stage.AtData message() {
            Stage.AtRcpt at = at("b@example.org");
            return new Stage.AtData(connection, at.introduction(), at.sender(), List.of(at.recipient()));
        }
    }

    private static int code(Decision decision) {
        return decision instanceof Decision.Refuse refuse ? refuse.reply().code() : 250;
    }
}
