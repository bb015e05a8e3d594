package org.sekisho.app.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.sekisho.app.action.Letter;
import org.sekisho.policy.Credentials;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.MessageInspection;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.account.AccountKeeper;
import org.sekisho.rules.account.Alarms;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.incident.IncidentSettings;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.rules.incident.NoticeSettings;
import org.sekisho.rules.incident.Onlooker;
import org.sekisho.rules.incident.Restricted;
import org.sekisho.rules.incident.RestrictedSettings;
import org.sekisho.rules.incident.Scope;
import org.sekisho.rules.limits.LocalBuckets;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origin.AutonomousSystem;
import org.sekisho.rules.trial.LearntNews;
import org.sekisho.rules.trial.TrialScanner;
import org.sekisho.rules.trial.TrialSettings;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** An account, its owner and a thief, and the scanner, accounts, incidents, rule and notices at work around them. */
final class Theft {
    static final String TARO = "taro@example.jp";
    static final String HOME = "192.0.2.7";
    static final String THIEF = "203.0.113.66";
    static final String OLD_PASSWORD = "Kasumi+7=gaseki";
    static final String NEW_PASSWORD = "Hakone/8-no-seki";
    private static final String HOST = "submit.example.jp";

    final ManualTime time = new ManualTime();
    final Docket docket;
    /** To owners. */
    final List<Letter> sent = new ArrayList<>();

    /** Until then the mail server that takes notices keeps whoever speaks to it. */
    CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

    /** Whether it refuses them. */
    boolean refuses;

    final Notices notices;
    private final TrialScanner scanner;
    private final PolicyJudge judge;

    Theft() {
        Tools tools = new Tools(
                time,
                new Random(1),
                new ZoneDns(),
                new MemoryStore(time),
                new LocalBuckets(time, LocalBuckets.DEFAULT_MOST),
                new Self(HOST, Set.of()));
        docket = tools.docket();
        Alarms alarms = new Alarms();
        alarms.observe(docket);
        AccountKeeper keeper = new AccountKeeper(tools.state(), time, Theft::origin, new byte[32], alarms);
        docket.ask(keeper.accounts());
        scanner = new TrialScanner(
                TrialSettings.DEFAULTS,
                new TrialScanner.World(
                        tools.state(),
                        time,
                        tools.self(),
                        new References(new Random(1)),
                        trail -> {},
                        Theft::origin,
                        new LearntNews(keeper.accounts()),
                        alarms),
                new byte[32]);
        List<String> here = List.of("accounts");
        Policy policy = new RuleSet(
                        Map.of(Point.AUTH, here, Point.SENDER, here, Point.RECIPIENT, here, Point.DATA, here),
                        Map.of(
                                "accounts",
                                new Placement<>(
                                        Restricted.TYPE,
                                        Mode.ENFORCE,
                                        Duration.ofSeconds(1),
                                        FailureAnswer.PASS,
                                        RestrictedSettings.DEFAULTS)),
                        Wishes.NONE,
                        Policy.Terms.DEFAULTS)
                .policy(tools, new References(new Random(1)), time, List.of(keeper, new Onlooker(docket)));
        judge = new PolicyJudge(policy, trail -> {});
        notices = new Notices(docket, keeper::name, HOST, time, settings -> (letter, to, date) -> deliver(letter));
    }

    private void deliver(Letter letter) throws IOException {
        answer.join();
        if (refuses) {
            throw new IOException("127.0.0.1:25 did not take the mail: refused");
        }
        sent.add(letter);
    }

    private static Origin origin(InetAddress client) {
        boolean home = client.getHostAddress().equals(HOME);
        return new Origin(
                Optional.of(home ? "JP" : "BR"),
                Optional.of(new AutonomousSystem(home ? 4_713 : 64_500, "")),
                Optional.empty());
    }

    void govern(Response response, Mode nets) {
        govern(response, nets, Scope.NEW_ORIGINS);
    }

    void govern(Response response, Mode nets, Scope scope) {
        IncidentSettings some = IncidentSettings.DEFAULTS;
        NoticeSettings told = some.notice();
        docket.govern(
                new IncidentSettings(
                        response,
                        some.score(),
                        scope,
                        some.time(),
                        some.maxTime(),
                        some.watch(),
                        some.releaseOnPasswordChange(),
                        some.exempt(),
                        some.legalReference(),
                        some.complaints(),
                        new NoticeSettings(
                                true,
                                told.server(),
                                told.from(),
                                told.domain(),
                                told.addresses(),
                                told.operators(),
                                told.languages(),
                                Optional.of("Asia/Tokyo"),
                                told.templates(),
                                told.legalBasis(),
                                told.release(),
                                told.noticeWithin())),
                net -> nets);
    }

    /** The owner has logged in each day for twenty days, and sent a mail now and then. */
    void livesAtHome() {
        for (int day = 0; day < 20; day++) {
            Session owner = session(HOME);
            owner.logsIn(OLD_PASSWORD);
            owner.sends(1);
            pass(Duration.ofDays(1));
        }
    }

    void pass(Duration some) {
        time.advance(some);
        docket.tick().toCompletableFuture().join();
        mailServer();
    }

    /** Notices that are owed go out. */
    void mailServer() {
        notices.send();
        notices.lookForLateOnes();
    }

    Session session(String client) {
        return new Session(client);
    }

    /** One session. */
    final class Session {
        private final Stage.Connection connection;
        private final Hearing hearing;
        private String password = "";

        Session(String client) {
            connection = Cases.connection(client);
            hearing = judge.open(connection);
        }

        /** The code that the rule answers; 0 if the mail server is asked, which takes the password. */
        int logsIn(String with) {
            int code = decided(new Stage.AtAuth(connection, introduction(), "PLAIN", Optional.of(TARO)));
            if (code == 0) {
                password = with;
                hearing.tell(new Happening.Authenticated(Optional.of(TARO), hash(with)));
            }
            return code;
        }

        /** The mail server is asked, and does not take the password. */
        void failsToLogIn(String with) {
            decided(new Stage.AtAuth(connection, introduction(), "PLAIN", Optional.of(TARO)));
            hearing.tell(new Happening.AuthenticationFailed(
                    "PLAIN",
                    Optional.of(TARO),
                    hash(with),
                    Reply.of(535, "5.7.8", "Error: authentication failed:"),
                    Optional.of(Duration.ofSeconds(1))));
        }

        private OptionalInt hash(String of) {
            return OptionalInt.of(of.hashCode() & 0xFFF);
        }

        void sendsTrialMail() {
            send("Subject: hi\r\n\r\n" + TARO + ";" + password + ";" + HOST + ";465\r\n");
        }

        /** How many of these were not refused. */
        int sends(int messages) {
            int passed = 0;
            for (int i = 0; i < messages; i++) {
                passed += send("Subject: " + i + "\r\n\r\nWith kind regards\r\n") ? 1 : 0;
            }
            return passed;
        }

        private boolean send(String text) {
            Stage.AtData message = new Stage.AtData(
                    connection, introduction(), ReversePath.of(mailbox(TARO)), List.of(mailbox("x@example.com")));
            if (decided(new Stage.AtMail(connection, introduction(), message.sender())) != 0) {
                return false;
            }
            byte[] octets = text.getBytes(UTF_8);
            MessageInspection inspection = scanner.begin(
                            message, new Credentials(password.getBytes(UTF_8), hash(password)))
                    .orElseThrow();
            hearing.tell(new Happening.MessageBegan(message));
            inspection.octets(ByteBuffer.wrap(octets).asReadOnlyBuffer());
            inspection.end(octets.length).toCompletableFuture().join();
            inspection.close();
            hearing.tell(new Happening.MessageEnded(message, Reply.of(250, "2.0.0", "Ok"), octets.length));
            return true;
        }

        private int decided(Stage stage) {
            return hearing.judge(stage).toCompletableFuture().join() instanceof Decision.Refuse refuse
                    ? refuse.reply().code()
                    : 0;
        }

        private Stage.Introduction introduction() {
            boolean authenticated = !password.isEmpty();
            return new Stage.Introduction(
                    "client.test", true, true, authenticated, authenticated ? Optional.of(TARO) : Optional.empty());
        }
    }

    private static Mailbox mailbox(String address) {
        int at = address.lastIndexOf('@');
        return new Mailbox(address, address.substring(0, at), address.substring(at + 1));
    }
}
