package org.sekisho.rules.trial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.net.Proxy;
import org.sekisho.net.ProxyStartException;
import org.sekisho.policy.Judge;
import org.sekisho.policy.Mode;
import org.sekisho.policy.References;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.Self;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.origin.Origins;
import org.sekisho.rules.trial.TrialSettings.AtEndOfData;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.TlsSettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** The scanner in a real proxy, before a mail server that takes everything. */
class TrialOnTheWireTest {
    private static final String PASSWORD = "Kasumi+7=gaseki";
    private static final String TRIAL =
            "Subject: hi\r\n\r\nc@free.example;taro@example.jp;" + PASSWORD + ";smtp.example.jp;465;2;LOGIN\r\n";
    private static final TrialSettings REFUSING =
            new TrialSettings(Mode.ENFORCE, 60, 100, AtEndOfData.REFUSE, List.of("smtp.example.jp"));
    private static final TrialSettings OBSERVING =
            new TrialSettings(Mode.OBSERVE, 60, 100, AtEndOfData.REFUSE, List.of("smtp.example.jp"));

    private final ScriptedUpstream upstream = ScriptedUpstream.start()
            .offering("PIPELINING", "CHUNKING", "ENHANCEDSTATUSCODES", "AUTH PLAIN LOGIN")
            .on("AUTH", "235 2.7.0 Welcome\r\n");
    private final List<Alarm> alarms = new CopyOnWriteArrayList<>();
    private final LogCapture log = LogCapture.ofEverything();
    private @Nullable Proxy proxy;

    private RawClient withRecipient(TrialSettings settings) throws ProxyStartException {
        return greeted(settings, Service.SUBMISSION)
                .command("AUTH PLAIN " + base64("\0taro@example.jp\0" + PASSWORD), "235")
                .command("MAIL FROM:<taro@example.jp>", "250")
                .command("RCPT TO:<c@free.example>", "250");
    }

    private RawClient greeted(TrialSettings settings, Service service) throws ProxyStartException {
        InstantSource clock = InstantSource.system();
        TrialScanner scanner = new TrialScanner(
                settings,
                new TrialScanner.World(
                        new MemoryStore(clock),
                        clock,
                        new Self("mx.example.org", Set.of()),
                        new References(new Random(5)),
                        TrailSink.NONE,
                        Origins.NONE,
                        OriginNews.NONE,
                        alarms::add),
                "a key for tests".getBytes(UTF_8));
        ListenerSettings listener =
                new ListenerSettings("here", new Endpoint("127.0.0.1", 0), service, TlsSettings.OFF, List.of());
        Endpoint mailServer = new Endpoint("127.0.0.1", upstream.address().getPort());
        Proxy started = Proxy.start(
                ProxySettings.of("mx.example.org", listener, UpstreamSettings.of(mailServer, Identity.NONE)),
                Judge.PASSING,
                event -> {},
                Proxy.World.system().withInspector(scanner));
        proxy = started;
        log.awaitLine("ready");
        return RawClient.connect(started.address("here")).expect("220").command("EHLO c.test", "250");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @AfterEach
    void stop() {
        if (proxy != null) {
            proxy.close();
        }
        upstream.close();
        // A13: nothing of a password in a log or an alarm.
        assertThat(log.lines()).noneMatch(line -> line.contains(PASSWORD) || line.contains(base64(PASSWORD)));
        assertThat(alarms).noneMatch(alarm -> alarm.toString().contains(PASSWORD));
        assertThat(log.errors()).isEmpty();
        log.close();
    }

    @Test
    void refusesATrialBeforeTheMailServerHearsItsEnd() throws Exception {
        RawClient thief = withRecipient(REFUSING).command("DATA", "354");
        thief.send(TRIAL + ".\r\n")
                .expect("554 5.7.1 Message refused by policy")
                .expect("421");
        assertThat(upstream.talkWith("DATA").awaitEnd()).doesNotContain("\r\n.\r\n");
        assertThat(upstream.talkWith("DATA").messages()).isEmpty();
        assertThat(alarms).extracting(Alarm::score).containsExactly(210);
    }

    @Test
    void refusesATrialInChunks() throws Exception {
        RawClient thief = withRecipient(REFUSING);
        int half = TRIAL.indexOf("gaseki");
        thief.send("BDAT " + half + "\r\n" + TRIAL.substring(0, half)).expect("250");
        thief.send("BDAT " + (TRIAL.length() - half) + " LAST\r\n" + TRIAL.substring(half))
                .expect("554 5.7.1")
                .expect("421");
        assertThat(upstream.talkWith("DATA").awaitEnd()).doesNotContain("\r\n.\r\n");
        assertThat(alarms).hasSize(1);
    }

    @Test
    void passesItAndTellsOfItWhereItOnlyObserves() throws Exception {
        RawClient thief = withRecipient(OBSERVING).command("DATA", "354");
        thief.send(TRIAL + ".\r\n").expect("250").command("QUIT", "221");
        assertThat(upstream.talkWith("DATA").messages()).containsExactly(TRIAL);
        assertThat(alarms).extracting(Alarm::score).containsExactly(210);
    }

    /** Strangers' mail is not read, whatever it says. */
    @Test
    void doesNotLookAtInboundMail() throws Exception {
        greeted(REFUSING, Service.INBOUND)
                .command("MAIL FROM:<taro@example.jp>", "250")
                .command("RCPT TO:<c@free.example>", "250")
                .command("DATA", "354")
                .send(TRIAL + ".\r\n")
                .expect("250")
                .command("QUIT", "221");
        assertThat(upstream.talkWith("DATA").messages()).containsExactly(TRIAL);
        assertThat(alarms).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "please call 03-1234-5678"})
    void passesAnyOtherMail(String text) throws Exception {
        RawClient user = withRecipient(REFUSING).command("DATA", "354");
        user.send("Subject: hi\r\n\r\n" + text + "\r\n.\r\n").expect("250").command("QUIT", "221");
        assertThat(alarms).isEmpty();
    }
}
