package org.sekisho.rules.limits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.sekisho.event.SessionEvent;
import org.sekisho.policy.Case;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.incident.Docket;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.TokenBuckets;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** A policy with the rule {@code limits} wherever it can stand, and clients who come to it. */
final class Gate {
    final ManualTime time = new ManualTime();
    final List<Trail> trails = new ArrayList<>();
    final Docket docket;
    private final PolicyJudge judge;
    private final Policy rehearsal;

    Gate(Mode mode, LimitsSettings settings) {
        this(mode, settings, Optional.empty());
    }

    /** With other buckets than the node's own. */
    Gate(Mode mode, LimitsSettings settings, Optional<TokenBuckets> buckets) {
        Map<Point, List<String>> order = new EnumMap<>(Point.class);
        for (Point point : Point.values()) {
            order.put(point, List.of("limits"));
        }
        RuleSet rules = new RuleSet(
                order,
                Map.of("limits", Placement.of(LimitsRule.TYPE, mode).with(settings)),
                Wishes.NONE,
                Policy.Terms.DEFAULTS);
        Tools tools = new Tools(
                time,
                new Random(1),
                new ZoneDns(),
                new MemoryStore(time),
                buckets.orElseGet(() -> new LocalBuckets(time, 1_000)),
                new Self("mx.example.org", Set.of()));
        docket = tools.docket();
        rehearsal = rules.policy(tools.reading(), new References(new Random(1)), time);
        judge = new PolicyJudge(rules.policy(tools, new References(new Random(1)), time), trails::add);
    }

    /** A client that is about to connect. */
    Client client(String address) {
        return new Client(address, Optional.empty());
    }

    /** What an operator is told would become of a client that connects. */
    Trail.Outcome explained(String address) {
        Stage.Connection connection = new Stage.Connection("explain", "mx", false, literal(address), 0);
        return rehearsal
                .explain(new Stage.AtConnect(connection), new Case(connection))
                .toCompletableFuture()
                .join()
                .trail()
                .outcome();
    }

    /** A user who will have logged in. */
    Client user(String address, String account) {
        return new Client(address, Optional.of(account));
    }

    /** The evidence of the last trail by its name. */
    String evidence(String name) {
        Trail last = trails.get(trails.size() - 1);
        return last.entries().stream()
                .flatMap(entry -> entry.finding().evidence().stream())
                .filter(evidence -> evidence.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** One session. */
    final class Client {
        private final Stage.Connection connection;
        private final Stage.Introduction introduction;
        private final Hearing hearing;
        private ReversePath sender = ReversePath.NULL;
        private final List<Mailbox> accepted = new ArrayList<>();

        Client(String address, Optional<String> account) {
            connection = new Stage.Connection("s", "mx", account.isPresent(), literal(address), 40_000);
            introduction = new Stage.Introduction("client.example.net", true, false, account.isPresent(), account);
            hearing = judge.open(connection);
        }

        String connect() {
            return told(judged(new Stage.AtConnect(connection)));
        }

        /** A null reverse-path where the address is empty. */
        String mail(String from) {
            sender = from.isEmpty() ? ReversePath.NULL : ReversePath.of(mailbox(from));
            return told(judged(new Stage.AtMail(connection, introduction, sender)));
        }

        String rcpt(String to) {
            return rcpt(to, Reply.of(250, "2.1.5", "Ok"));
        }

        /** With this answer of the mail server, if it is asked. */
        String rcpt(String to, Reply answer) {
            Stage.AtRcpt at = new Stage.AtRcpt(connection, introduction, sender, mailbox(to));
            Decision decision = judged(at);
            boolean passed = decision instanceof Decision.Pass;
            Reply reply = passed ? answer : reply(decision).orElseThrow();
            hearing.tell(new Happening.RecipientAnswered(
                    at, reply, passed ? Happening.Source.UPSTREAM : Happening.Source.POLICY));
            if (reply.positive()) {
                accepted.add(at.recipient());
            } else if (passed) {
                refused(reply);
            }
            return passed && reply.positive() ? "passes" : reply.toString();
        }

        String data() {
            return told(judged(new Stage.AtData(connection, introduction, sender, accepted)));
        }

        /** The whole message has this reply. */
        void sent(long octets, Reply reply) {
            hearing.tell(new Happening.MessageEnded(
                    new Stage.AtData(connection, introduction, sender, accepted), reply, octets));
            accepted.clear();
        }

        void refused(Reply reply) {
            hearing.tell(new Happening.Refused(reply));
        }

        void end() {
            hearing.tell(new Happening.Ended(SessionEvent.Cause.QUIT, Duration.ofSeconds(5)));
        }

        private Decision judged(Stage stage) {
            return hearing.judge(stage).toCompletableFuture().join();
        }

        private String told(Decision decision) {
            reply(decision).ifPresent(this::refused);
            return reply(decision).map(Reply::toString).orElse("passes");
        }
    }

    private static Optional<Reply> reply(Decision decision) {
        if (decision instanceof Decision.Refuse refuse) {
            return Optional.of(refuse.reply());
        }
        return decision instanceof Decision.HangUp hangUp ? Optional.of(hangUp.reply()) : Optional.empty();
    }

    private static Mailbox mailbox(String address) {
        int at = address.lastIndexOf('@');
        return new Mailbox(address, address.substring(0, at), address.substring(at + 1));
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }
}
