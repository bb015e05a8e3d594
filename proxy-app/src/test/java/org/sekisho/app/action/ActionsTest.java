package org.sekisho.app.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.origin.Origins;
import org.sekisho.settings.Endpoint;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Await;
import org.sekisho.testing.LogCapture;

final class ActionsTest {
    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final Pace QUICK =
            new Pace(10, Await.LIMIT, List.of(INSTANT, INSTANT), Duration.ofMillis(20), Await.LIMIT);
    private static final String LOGGER = Actions.class.getName();

    @Test
    void aHangingActionDelaysNoOther() {
        ScriptedAction hanging = ScriptedAction.hanging("hanging");
        ScriptedAction other = ScriptedAction.open("other");
        try (Actions actions = Actions.of(Map.of(hanging, QUICK, other, QUICK))) {
            actions.told(Bans.banned("192.0.2.1"));

            awaitTaken(other, "192.0.2.1");
            assertThat(hanging.taken).isEmpty();
            hanging.gate.countDown();
        }
    }

    @Test
    void triesThreeTimes() {
        ScriptedAction action = ScriptedAction.open("mail");
        action.failures.set(2);
        try (Actions actions = Actions.of(Map.of(action, QUICK))) {
            actions.told(Bans.banned("192.0.2.1"));

            awaitTaken(action, "192.0.2.1");
            assertThat(action.tries).hasValue(3);
        }
    }

    @Test
    void theLogSaysOnceThatAnActionFailsAndOnceThatItWorksAgain() {
        ScriptedAction action = ScriptedAction.open("mail");
        action.failures.set(6);
        try (LogCapture log = new LogCapture(LOGGER);
                Actions actions = Actions.of(Map.of(action, QUICK))) {
            actions.told(Bans.banned("192.0.2.1"));
            actions.told(Bans.banned("192.0.2.2"));
            actions.told(Bans.banned("192.0.2.3"));

            log.awaitLine("Action mail works again; 2 events got lost");
            assertThat(log.lines())
                    .containsOnlyOnce(
                            "WARN " + LOGGER + ": Action mail fails: the other side is closed. Bans hold all the same;"
                                    + " it is tried again with what comes next");
            assertThat(action.losses).hasValue(2);
        }
    }

    @Test
    void whatDoesNotEndInTimeIsGivenUp() {
        ScriptedAction hanging = ScriptedAction.hanging("webhook");
        Pace hurried = new Pace(10, Duration.ofMillis(20), List.of(), Duration.ofSeconds(30), Await.LIMIT);
        try (LogCapture log = new LogCapture(LOGGER);
                Actions actions = Actions.of(Map.of(hanging, hurried))) {
            actions.told(Bans.banned("192.0.2.1"));

            log.awaitLine("Action webhook fails: not done within");
            hanging.gate.countDown();
        }
    }

    @Test
    void whatIsTooMuchIsCountedAndWarnedOfOnce() {
        ScriptedAction hanging = ScriptedAction.hanging("mail");
        try (LogCapture log = new LogCapture(LOGGER);
                Actions actions = Actions.of(Map.of(hanging, QUICK))) {
            actions.told(Bans.banned("192.0.2.1"));
            Await.until("the first event is taken", () -> hanging.tries.get() == 1);
            for (int i = 0; i < 13; i++) {
                actions.told(Bans.banned("192.0.2.2"));
            }

            assertThat(log.lines().stream().filter(line -> line.contains("cannot keep up")))
                    .hasSize(1);
            hanging.gate.countDown();
            log.awaitLine("Action mail keeps up again; 3 events were dropped");
        }
    }

    @Test
    void whatStillWaitsIsToldBeforeTheEnd() {
        ScriptedAction action = ScriptedAction.hanging("mail");
        Actions actions = Actions.of(Map.of(action, QUICK));
        for (int i = 1; i <= 5; i++) {
            actions.told(Bans.banned("192.0.2." + i));
        }
        action.gate.countDown();
        actions.close();

        assertThat(action.taken).hasSize(5);
    }

    @Test
    void writesNothingInTheLogThatTheJailsWriteThere() {
        try (LogCapture log = new LogCapture(LOGGER);
                Actions actions = start(ActionSettings.DEFAULTS)) {
            actions.told(new BanEvent.WouldBan(Bans.HARVESTER, Bans.NOW));
            actions.told(new BanEvent.Spared(Bans.HARVESTER, Bans.NOW, "it sent 40 good mails"));
            actions.told(Bans.banned(Bans.HARVESTER));

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void startsWhatIsSet() {
        GreenMail operator = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        operator.start();
        try (Actions actions = start(mailTo(operator.getSmtp().getPort()))) {
            actions.told(Bans.banned(Bans.HARVESTER));
            actions.told(Bans.restored(Bans.HARVESTER));

            Await.until("the operator has mail", () -> operator.getReceivedMessages().length == 1);
        } finally {
            operator.stop();
        }
    }

    private static Actions start(ActionSettings settings) {
        InstantSource clock = InstantSource.system();
        BanList bans = new BanList(new MemoryStore(clock), clock);
        return Actions.start(settings, "mx.example.org", Origins.NONE, clock, bans, Set::of);
    }

    private static ActionSettings mailTo(int port) {
        MailSettings usual = MailSettings.DEFAULTS;
        MailSettings mail = new MailSettings(
                List.of("root@example.org"),
                Optional.empty(),
                new Endpoint("127.0.0.1", port),
                usual.about(),
                false,
                usual.whoisServer(),
                true,
                usual.perHour(),
                List.of());
        ActionSettings none = ActionSettings.DEFAULTS;
        return new ActionSettings(mail, none.nftables(), none.command(), none.webhook());
    }

    private static void awaitTaken(ScriptedAction action, String subject) {
        Await.until(action.name() + " has " + subject, () -> action.taken.contains(subject));
    }
}
