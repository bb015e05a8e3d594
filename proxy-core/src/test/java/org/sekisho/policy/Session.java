package org.sekisho.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.sekisho.policy.Trail.Effect;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;
import org.sekisho.testing.Await;
import org.sekisho.testing.ManualTime;

/** A session that is judged, stage by stage, by rules that a test has placed. */
final class Session {
    static final Stage.Connection CLIENT = new Stage.Connection("t1", "mx", false, address("198.51.100.7"), 40_000);

    private final Map<Point, List<Rule<?>>> rules = new EnumMap<>(Point.class);
    private final List<Learner> learners = new ArrayList<>();
    private Case file = new Case(CLIENT);
    private Wishes wishes = Wishes.NONE;
    private Policy.Terms terms = Policy.Terms.DEFAULTS;
    private Optional<String> account = Optional.empty();
    private Optional<Policy> policy = Optional.empty();

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    // The policy

    Session at(Point point, Rule<?>... placed) {
        rules.put(point, List.of(placed));
        return this;
    }

    /** What a domain or an address wants of a rule. */
    Session wish(String of, String rule, Mode mode) {
        Map<String, Map<String, Mode>> modes = new HashMap<>(wishes.modes());
        modes.put(of, Map.of(rule, mode));
        wishes = new Wishes(modes);
        return this;
    }

    /** Where judging goes on when an answer comes late. */
    Session on(Executor executor) {
        file = new Case(CLIENT, executor);
        return this;
    }

    Session terms(boolean holdRefusals, Duration longestDelay) {
        terms = new Policy.Terms(holdRefusals, longestDelay);
        return this;
    }

    Session learner(Learner learner) {
        learners.add(learner);
        return this;
    }

    Policy policy() {
        if (policy.isEmpty()) {
            policy = Optional.of(
                    new Policy(rules, learners, wishes, terms, new References(new Random(1)), new ManualTime()));
        }
        return policy.get();
    }

    // The session

    Session loggedIn() {
        account = Optional.of("alice");
        return this;
    }

    Case file() {
        return file;
    }

    Judgement connect() {
        return decide(new Stage.AtConnect(CLIENT));
    }

    Judgement helo(String name) {
        return decide(new Stage.AtHelo(CLIENT, introduction(name)));
    }

    Judgement mail() {
        return decide(new Stage.AtMail(CLIENT, introduction("c.example"), ReversePath.NULL));
    }

    Judgement rcpt(String recipient) {
        return decide(new Stage.AtRcpt(CLIENT, introduction("c.example"), ReversePath.NULL, mailbox(recipient)));
    }

    Judgement data(String... recipients) {
        return decide(data(Stream.of(recipients).toList()));
    }

    Stage.AtData data(List<String> recipients) {
        List<Mailbox> mailboxes = recipients.stream().map(Session::mailbox).toList();
        return new Stage.AtData(CLIENT, introduction("c.example"), ReversePath.NULL, mailboxes);
    }

    Judgement decide(Stage stage) {
        return answer(policy().decide(stage, file));
    }

    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Stage.Introduction introduction(String name) {
        return new Stage.Introduction(name, true, false, account.isPresent(), account);
    }

    static Mailbox mailbox(String address) {
        int at = address.lastIndexOf('@');
        return at < 0
                ? new Mailbox(address, address, "")
                : new Mailbox(address, address.substring(0, at), address.substring(at + 1));
    }

    // What came of it

    /** The code of the reply; 250 where the client passes. */
    static int code(Judgement judgement) {
        return judgement.trail().reply().map(reply -> reply.code()).orElse(250);
    }

    static long seconds(Judgement judgement) {
        return judgement.decision().delay().toSeconds();
    }

    static List<String> asked(Judgement judgement) {
        return judgement.trail().entries().stream().map(Trail.Entry::rule).toList();
    }

    static List<Effect> effects(Judgement judgement) {
        return judgement.trail().entries().stream().map(Trail.Entry::effect).toList();
    }
}
