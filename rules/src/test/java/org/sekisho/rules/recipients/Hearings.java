package org.sekisho.rules.recipients;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sekisho.dns.DnsLookup;
import org.sekisho.net.io.Addresses;
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
import org.sekisho.policy.Trail;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.NoBuckets;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.CommandParser;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.StateStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** Sessions before a policy of which the rule {@code recipients} is the only one, as the engine runs it. */
final class Hearings {
    static final Reply OK = Reply.of(250, "2.1.5", "Ok");
    static final Reply UNKNOWN = Reply.of(
            550, "5.1.1", "<x@example.org>: Recipient address rejected: User unknown in relay recipient table");

    final List<Trail> trails = new ArrayList<>();
    private final PolicyJudge judge;

    Hearings(ManualTime time, StateStore state, Placement<?, ?> rule) {
        this(time, tools(time, state, new ZoneDns()), rule);
    }

    Hearings(ManualTime time, Tools tools, Placement<?, ?> rule) {
        judge = new PolicyJudge(policy(time, tools, rule), trails::add);
    }

    static Policy policy(InstantSource time, Tools tools, Placement<?, ?> rule) {
        RuleSet rules = new RuleSet(
                Map.of(Point.RECIPIENT, List.of("recipients")),
                Map.of("recipients", rule),
                Wishes.NONE,
                Policy.Terms.DEFAULTS);
        return rules.policy(tools, new References(new Random(1)), time);
    }

    static Tools tools(InstantSource time, StateStore state, DnsLookup dns) {
        return new Tools(time, new Random(1), dns, state, NoBuckets.HERE, new Self("mx.example.org", Set.of()));
    }

    static Placement<Stage.AtRcpt, RecipientSettings> enforced(RecipientSettings settings) {
        return Placement.of(Recipients.TYPE, Mode.ENFORCE).with(settings);
    }

    static Mailbox mailbox(String address) {
        byte[] command = ("RCPT TO:<" + address + ">").getBytes(StandardCharsets.UTF_8);
        return ((Command.Rcpt) CommandParser.parse(command)).to();
    }

    /** A session of a client at that address. */
    Session from(String client) {
        return new Session(
                new Stage.Connection("s", "mx", false, Addresses.literal(client).orElseThrow(), 4711), false);
    }

    /** One session. */
    final class Session {
        private final Stage.Connection connection;
        private final boolean authenticated;
        private final Hearing hearing;

        private Session(Stage.Connection connection, boolean authenticated) {
            this.connection = connection;
            this.authenticated = authenticated;
            hearing = judge.open(connection);
        }

        Session loggedIn() {
            return new Session(connection, true);
        }

        Session onSubmission() {
            return new Session(
                    new Stage.Connection("s", "submission", true, connection.client(), connection.port()),
                    authenticated);
        }

        CompletionStage<Decision> judge(String recipient) {
            return hearing.judge(at(recipient));
        }

        Decision rcpt(String recipient) {
            return judge(recipient)
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        }

        /** The code and the enhanced code that the client hears from the policy; empty where it passes. */
        String refusal(String recipient) {
            return rcpt(recipient) instanceof Decision.Refuse refused
                    ? refused.reply().toString().substring(0, 9)
                    : "";
        }

        Session answered(String recipient, Reply reply, Source source) {
            hearing.tell(new Happening.RecipientAnswered(at(recipient), reply, source));
            return this;
        }

        /** The mail server has answered. */
        Session answered(String recipient, Reply reply) {
            return answered(recipient, reply, Source.UPSTREAM);
        }

        private Stage.AtRcpt at(String recipient) {
            Stage.Introduction introduction = new Stage.Introduction(
                    "client.test", true, false, authenticated, authenticated ? Optional.of("user") : Optional.empty());
            return new Stage.AtRcpt(
                    connection, introduction, ReversePath.of(mailbox("sender@client.test")), mailbox(recipient));
        }
    }
}
