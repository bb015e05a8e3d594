package org.sekisho.rules.incident;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sekisho.event.SessionEvent.Cause;
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
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.NoBuckets;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.account.Acquaintance;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.rules.account.Suspicion;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origin.AutonomousSystem;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SwitchedStore;
import org.sekisho.testing.ZoneDns;

/** A docket at work among sessions of one account, whose home a test knows. */
final class Watchtower {
    static final String TARO = "taro@example.jp";
    static final String HOME = "192.0.2.7";
    static final String THIEF = "203.0.113.66";
    static final String EXEMPT = "newsletter@example.jp";
    static final int OLD_PASSWORD = 7;
    static final int NEW_PASSWORD = 8;

    final ManualTime time = new ManualTime();
    final MemoryStore memory = new MemoryStore(time);
    final SwitchedStore store = new SwitchedStore(memory);
    final Docket docket;
    final Deliveries deliveries;
    final MonthBook months;
    private final Map<String, Familiarity> places = new HashMap<>(Map.of(HOME, Familiarity.HOME));
    private final List<Trail> trails = new ArrayList<>();
    /** What was said to be over. */
    final List<String> concluded = new ArrayList<>();

    /** Where a place became suspect. */
    final List<String> suspected = new ArrayList<>();

    /** Until then the store does not say how well a place is known. */
    CompletableFuture<Void> answers = CompletableFuture.completedFuture(null);

    /** Whether the accounts' records take nothing in. */
    boolean deaf;

    private boolean acquainted = true;
    private final PolicyJudge judge;

    Watchtower() {
        this(RestrictedSettings.DEFAULTS, FailureAnswer.PASS);
    }

    Watchtower(RestrictedSettings settings, FailureAnswer onFailure) {
        Tools tools = new Tools(
                time, new Random(1), new ZoneDns(), store, NoBuckets.HERE, new Self("submit.example.jp", Set.of()));
        docket = tools.docket();
        docket.ask(new Places());
        deliveries =
                new Deliveries(store, time, (account, since) -> CompletableFuture.completedStage(account.equals(TARO)));
        months = new MonthBook(store, time, docket);
        List<String> here = List.of("accounts");
        RuleSet rules = new RuleSet(
                Map.of(Point.AUTH, here, Point.SENDER, here, Point.RECIPIENT, here, Point.DATA, here),
                Map.of(
                        "accounts",
                        new Placement<>(Restricted.TYPE, Mode.ENFORCE, Duration.ofSeconds(1), onFailure, settings)),
                Wishes.NONE,
                Policy.Terms.DEFAULTS);
        Policy policy =
                rules.policy(tools, new References(new Random(1)), time, List.of(new Onlooker(docket), deliveries));
        judge = new PolicyJudge(policy, trails::add);
        govern(Response.RESTRICT, Mode.ENFORCE);
    }

    /** As the test says. */
    final class Places implements Acquaintance {
        @Override
        public CompletionStage<Familiarity> familiarity(String account, InetAddress client) {
            return acquainted
                    ? CompletableFuture.completedStage(places.getOrDefault(client.getHostAddress(), Familiarity.NEW))
                    : CompletableFuture.failedStage(new StateException("the disk is on fire"));
        }

        @Override
        public CompletionStage<Familiarity> suspect(String account, InetAddress client, Suspicion suspicion) {
            suspected.add(client.getHostAddress());
            return answers.thenCompose(now -> familiarity(account, client));
        }

        @Override
        public CompletionStage<Footing> footing(String account) {
            return CompletableFuture.completedStage(Footing.HOME);
        }

        @Override
        public CompletionStage<Void> concluded(String account, Outcome outcome, Instant since) {
            if (deaf) {
                return CompletableFuture.failedStage(new StateException("the disk is on fire"));
            }
            concluded.add(account + " " + outcome);
            return CompletableFuture.completedStage(null);
        }
    }

    void govern(Response response, Mode nets) {
        govern(settings(response, Scope.NEW_ORIGINS, false), nets);
    }

    void govern(IncidentSettings settings, Mode nets) {
        docket.govern(settings, net -> nets);
    }

    static IncidentSettings settings(Response response, Scope scope, boolean notice) {
        return settings(response, scope, notice, true);
    }

    static IncidentSettings settings(Response response, Scope scope, boolean notice, boolean releaseOnPasswordChange) {
        IncidentSettings some = IncidentSettings.DEFAULTS;
        NoticeSettings told = some.notice();
        return new IncidentSettings(
                response,
                some.score(),
                scope,
                some.time(),
                some.maxTime(),
                some.watch(),
                releaseOnPasswordChange,
                List.of(EXEMPT),
                Optional.of("Terms, article 12"),
                some.complaints(),
                new NoticeSettings(
                        notice,
                        told.server(),
                        told.from(),
                        told.domain(),
                        told.addresses(),
                        told.operators(),
                        told.languages(),
                        told.zone(),
                        told.templates(),
                        told.legalBasis(),
                        told.release(),
                        told.noticeWithin()));
    }

    void knows(String address, Familiarity familiarity) {
        places.put(address, familiarity);
    }

    void forgetsEverybody() {
        acquainted = false;
    }

    Watchtower pass(Duration some) {
        time.advance(some);
        docket.tick().toCompletableFuture().join();
        return this;
    }

    // Alarms

    void alarm(String net) {
        alarm(net, 100, THIEF);
    }

    void alarm(String net, int score, String client) {
        alarm(TARO, net, score, client);
    }

    void alarm(String account, String net, int score, String client) {
        alarm(account, net, score, client, OLD_PASSWORD);
    }

    void alarm(String account, String net, int score, String client, int passwordHash) {
        docket.told(new Alarm(
                account,
                net,
                score,
                time.instant(),
                Cases.connection(client).client(),
                new Origin(Optional.of("BR"), Optional.of(new AutonomousSystem(64_500, "")), Optional.empty()),
                "seen by the net " + net,
                List.of(),
                OptionalInt.of(passwordHash)));
    }

    Incident incident() {
        return docket.of(TARO).orElseThrow();
    }

    Incident find(String id) {
        return docket.find(id).toCompletableFuture().join().orElseThrow();
    }

    // Sessions

    Session session(String client) {
        return new Session(client);
    }

    /** The code that AUTH gets, 0 if the mail server is to be asked. */
    int auth(String client) {
        return session(client).auth(TARO);
    }

    Trail lastTrail() {
        return trails.get(trails.size() - 1);
    }

    /** One session. */
    final class Session {
        private final Stage.Connection connection;
        private final Hearing hearing;
        private Optional<String> account = Optional.empty();
        private Duration waited = Duration.ZERO;
        Duration challenged = Duration.ZERO;
        private String said = "";

        Session(String client) {
            connection = Cases.connection(client);
            hearing = judge.open(connection);
        }

        int auth(String name) {
            return auth("PLAIN", name);
        }

        int auth(String mechanism, String name) {
            return decide(new Stage.AtAuth(connection, introduction(), mechanism, Optional.of(name)));
        }

        /** By a mechanism that shows the password. */
        int auth(String name, int hash) {
            return decide(
                    new Stage.AtAuth(connection, introduction(), "PLAIN", Optional.of(name), OptionalInt.of(hash)));
        }

        /** The mail server has taken the password. */
        Session accepted(String name, int hash) {
            account = Optional.of(name);
            hearing.tell(new Happening.Authenticated(account, OptionalInt.of(hash)));
            return this;
        }

        /** It has not. */
        Session wrong(String name, int hash, String text) {
            return wrong("PLAIN", name, hash, text, Optional.of(Duration.ofMillis(300)));
        }

        /** It has not, after that time; empty if the policy has pretended to be the mail server. */
        Session wrong(String mechanism, String name, int hash, String text, Optional<Duration> took) {
            Reply reply = Reply.of(535, "5.7.8", text);
            hearing.tell(new Happening.AuthenticationFailed(
                    mechanism, Optional.of(name), OptionalInt.of(hash), reply, took));
            return this;
        }

        /** The mail server has not taken a token. */
        void wrongToken(String name, Duration challenged, Duration took) {
            hearing.tell(new Happening.AuthenticationFailed(
                    "XOAUTH2",
                    Optional.of(name),
                    OptionalInt.empty(),
                    Reply.of(535, "5.7.8", "No"),
                    Optional.of(took),
                    Optional.of(challenged)));
        }

        int mail() {
            return decide(new Stage.AtMail(connection, introduction(), sender()));
        }

        int rcpt() {
            return decide(new Stage.AtRcpt(connection, introduction(), sender(), mailbox("hanako@example.com")));
        }

        int data() {
            return decide(
                    new Stage.AtData(connection, introduction(), sender(), List.of(mailbox("hanako@example.com"))));
        }

        /** The mail server has answered so many recipients. */
        void sends(int good, int refused) {
            Stage.AtRcpt at = new Stage.AtRcpt(connection, introduction(), sender(), mailbox("hanako@example.com"));
            for (int i = 0; i < good + refused; i++) {
                Reply reply = i < good ? Reply.of(250, "2.1.5", "Ok") : Reply.of(550, "5.1.1", "No");
                answered(at, reply);
            }
        }

        /** The mail server has put a recipient off. */
        void putOff() {
            answered(
                    new Stage.AtRcpt(connection, introduction(), sender(), mailbox("hanako@example.com")),
                    Reply.of(450, "4.2.0", "Later"));
        }

        private void answered(Stage.AtRcpt at, Reply reply) {
            hearing.tell(new Happening.RecipientAnswered(at, reply, Happening.Source.UPSTREAM));
        }

        /** A message without a sender has come in. */
        void bounces(String... recipients) {
            Stage.AtData data = new Stage.AtData(
                    connection,
                    introduction(),
                    ReversePath.NULL,
                    Stream.of(recipients).map(Watchtower::mailbox).toList());
            hearing.tell(new Happening.MessageEnded(data, Reply.of(250, "2.0.0", "Ok"), 2_000));
        }

        Duration waited() {
            return waited;
        }

        String said() {
            return said;
        }

        void leaves() {
            hearing.tell(new Happening.Ended(Cause.CLIENT_LEFT, Duration.ofSeconds(1)));
        }

        private int decide(Stage stage) {
            Decision decision = hearing.judge(stage)
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            waited = decision.delay();
            if (decision instanceof Decision.Refuse refuse) {
                challenged = refuse.challenge();
                said = String.join("\n", refuse.reply().lines());
                return refuse.reply().code();
            }
            return 0;
        }

        private Stage.Introduction introduction() {
            return new Stage.Introduction("client.test", true, true, account.isPresent(), account);
        }
    }

    private static ReversePath sender() {
        return ReversePath.of(mailbox(TARO));
    }

    private static Mailbox mailbox(String address) {
        int at = address.lastIndexOf('@');
        return new Mailbox(address, address.substring(0, at), address.substring(at + 1));
    }

    /** A docket that begins anew on the same store, as after a restart. */
    static Docket restarted(StateStore store, ManualTime time) {
        Docket docket = new Docket(store, time, new Random(2));
        docket.restore().toCompletableFuture().join();
        return docket;
    }
}
