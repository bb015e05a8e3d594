package org.sekisho.rules.account.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
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
import org.sekisho.policy.TrailSink;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.NoBuckets;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.account.AccountKeeper;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.account.Alarms;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.incident.Incident;
import org.sekisho.rules.incident.IncidentSettings;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.rules.incident.NoticeSettings;
import org.sekisho.rules.incident.Onlooker;
import org.sekisho.rules.incident.Restricted;
import org.sekisho.rules.incident.RestrictedSettings;
import org.sekisho.rules.origin.Origins;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/**
 * What the proxy does about accounts, in automatic mode at the shipped thresholds: sessions are judged by the rule
 * {@code accounts}, learnt, caught in nets, restricted and let go again. No operator decides anything.
 */
final class Gate {
    private static final int MOST_RECIPIENTS = 150;
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Ok");
    /** Nobody changes it, and the thief has the same. */
    private static final OptionalInt PASSWORD = OptionalInt.of(7);

    private final Docket docket;
    private final PolicyJudge judge;
    private final Audience audience;
    private final List<Mailbox> readers = new ArrayList<>();

    /** Is told of what the proxy does by itself. */
    interface Audience {
        void alarmed(Alarm alarm);

        /** It was not before. */
        void restricted(String account);

        /** A notice goes to the owner of a restricted account. */
        void owed(String account);
    }

    /**
     * What became of a session.
     *
     * @param sent messages that were taken
     * @param refused whether its login, or a message, was not
     */
    record Outcome(int sent, boolean refused) {}

    Gate(ManualTime time, Origins origins, Audience audience) {
        this.audience = audience;
        Tools tools = new Tools(
                time,
                new Random(1),
                new ZoneDns(),
                new MemoryStore(time),
                NoBuckets.HERE,
                new Self("submit.example.jp", Set.of()));
        docket = tools.docket();
        docket.govern(automatic(), net -> Mode.ENFORCE);
        Alarms alarms = new Alarms();
        alarms.observe(this::alarmed);
        AccountKeeper keeper = new AccountKeeper(tools.state(), time, origins, new byte[32], alarms);
        docket.ask(keeper.accounts());
        List<String> here = List.of("accounts");
        Policy policy = new RuleSet(
                        Map.of(Point.AUTH, here, Point.SENDER, here),
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
        judge = new PolicyJudge(policy, TrailSink.NONE);
        for (int i = 0; i < MOST_RECIPIENTS; i++) {
            String reader = "reader" + i;
            readers.add(new Mailbox(reader + "@example.org", reader, "example.org"));
        }
    }

    private static IncidentSettings automatic() {
        IncidentSettings some = IncidentSettings.DEFAULTS;
        NoticeSettings notice = some.notice();
        return new IncidentSettings(
                Response.RESTRICT,
                some.score(),
                some.scope(),
                some.time(),
                some.maxTime(),
                some.watch(),
                some.releaseOnPasswordChange(),
                some.exempt(),
                some.legalReference(),
                some.complaints(),
                new NoticeSettings(
                        true,
                        notice.server(),
                        notice.from(),
                        notice.domain(),
                        notice.addresses(),
                        notice.operators(),
                        notice.languages(),
                        notice.zone(),
                        notice.templates(),
                        notice.legalBasis(),
                        notice.release(),
                        notice.noticeWithin()));
    }

    private void alarmed(Alarm alarm) {
        boolean before = docket.defending(alarm.account()).isPresent();
        audience.alarmed(alarm);
        docket.told(alarm);
        if (!before && docket.defending(alarm.account()).isPresent()) {
            audience.restricted(alarm.account());
        }
    }

    /** To be called now and then: what has ended ends, and owners are told. */
    void tick() {
        docket.tick().toCompletableFuture().join();
        for (Incident incident : docket.present()) {
            if (incident.noticeDue().isPresent()) {
                audience.owed(incident.account());
                docket.noticeSent(incident, "ja, en").toCompletableFuture().join();
            }
        }
    }

    /** A client that is refused leaves. */
    Outcome play(Visit visit) {
        Stage.Connection connection = new Stage.Connection(
                "simulated-1", "submission", true, visit.line().address(), 40_000);
        Hearing hearing = judge.open(connection);
        Outcome outcome =
                passes(hearing, login(connection, visit)) ? send(hearing, connection, visit) : new Outcome(0, true);
        hearing.tell(new Happening.Ended(Cause.CLIENT_LEFT, Duration.ofSeconds(1)));
        return outcome;
    }

    private Outcome send(Hearing hearing, Stage.Connection connection, Visit visit) {
        Optional<String> account = Optional.of(visit.account());
        hearing.tell(new Happening.Authenticated(account, PASSWORD));
        Stage.Introduction known = new Stage.Introduction("client.test", true, true, true, account);
        ReversePath sender = ReversePath.of(readers.get(0));
        Stage.AtData data = new Stage.AtData(connection, known, sender, readers.subList(0, visit.recipients()));
        for (int sent = 0; sent < visit.messages(); sent++) {
            if (!passes(hearing, new Stage.AtMail(connection, known, sender))) {
                return new Outcome(sent, true);
            }
            hearing.tell(new Happening.MessageEnded(data, TAKEN, visit.octets()));
        }
        return new Outcome(visit.messages(), false);
    }

    private static Stage login(Stage.Connection connection, Visit visit) {
        Stage.Introduction stranger = new Stage.Introduction("client.test", true, true, false, Optional.empty());
        return new Stage.AtAuth(connection, stranger, "PLAIN", Optional.of(visit.account()));
    }

    private static boolean passes(Hearing hearing, Stage stage) {
        return !(hearing.judge(stage).toCompletableFuture().join() instanceof Decision.Refuse);
    }
}
