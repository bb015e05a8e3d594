package org.sekisho.rules.talk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.net.Proxy;
import org.sekisho.net.ProxyStartException;
import org.sekisho.policy.Mode;
import org.sekisho.rules.Placement;
import org.sekisho.rules.talk.EarlyTalkerSettings.Action;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Await;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** Both rules before real sockets. */
class TalkOnTheWireTest {
    private static final EarlyTalkerSettings EARLY =
            new EarlyTalkerSettings(Duration.ofSeconds(1), Action.REFUSE, Duration.ofDays(30), List.of());

    private final ManualTime time = new ManualTime();
    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private @Nullable Proxy proxy;

    private RawClient connect(Placement<?, ?> rule) {
        Endpoint mailServer = new Endpoint("127.0.0.1", upstream.address().getPort());
        try {
            Proxy started = Proxy.start(
                    ProxySettings.of(
                            "proxy.test",
                            ListenerSettings.inbound("mx", new Endpoint("127.0.0.1", 0)),
                            UpstreamSettings.of(mailServer, Identity.NONE)),
                    Talkers.judge(rule, new MemoryStore(time), time),
                    event -> {},
                    Proxy.World.system());
            proxy = started;
            Await.until("the upstream has been probed", () -> upstream.talks().size() == 1);
            upstream.talk(0).awaitEnd();
            return again();
        } catch (ProxyStartException e) {
            throw new AssertionError(e);
        }
    }

    private RawClient again() {
        Proxy started = proxy;
        if (started == null) {
            throw new IllegalStateException("The proxy has not been started");
        }
        return RawClient.connect(started.address("mx"));
    }

    private static Placement<?, ?> protocol() {
        return Placement.of(Protocol.TYPE, Mode.ENFORCE);
    }

    private static Placement<?, ?> earlyTalker() {
        return Placement.of(EarlyTalker.TYPE, Mode.ENFORCE).with(EARLY);
    }

    @AfterEach
    void stop() {
        if (proxy != null) {
            proxy.close();
        }
        upstream.close();
    }

    private static RawClient withRecipient(RawClient greeted) {
        return greeted.command("EHLO c.test", "250")
                .command("MAIL FROM:<a@c.test>", "250")
                .command("RCPT TO:<b@example.test>", "250");
    }

    // Early talkers

    @Test
    void refusesABotThatTalksBeforeItIsGreetedAndTroublesNoMailServer() {
        RawClient bot = connect(earlyTalker()).send("EHLO bot.test\r\nMAIL FROM:<a@bot.test>\r\n");
        bot.expect("220-").expect("250").expect("250");
        assertThat(bot.command("RCPT TO:<b@example.test>"))
                .matches("550 5\\.5\\.1 Protocol error: .+ \\(ref [2-9A-Z]{8}\\)");
        assertThat(upstream.talks()).hasSize(1);
    }

    @Test
    void makesAPatientClientWaitUntilItHasDeliveredMail() {
        RawClient stranger = connect(earlyTalker());
        assertThat(stranger.reply()).isEqualTo("220-proxy.test ESMTP\n220 proxy.test ESMTP");
        withRecipient(stranger).command("DATA", "354").send("hello\r\n.\r\n").expect("250");
        assertThat(again().reply()).isEqualTo("220 proxy.test ESMTP");
    }

    // The protocol

    @Test
    void refusesAClientThatDoesNotWaitForTheReplyToEhlo() {
        RawClient bot = connect(protocol()).expect("220");
        bot.sendLines("EHLO bot.test", "MAIL FROM:<a@bot.test>", "RCPT TO:<b@example.test>");
        bot.expect("250").expect("250").expect("550 5.5.1 Protocol error");
        assertThat(upstream.talks()).hasSize(1);
    }

    /** O12: what comes behind a refused DATA is no command, so that the connection is closed. */
    @Test
    void refusesAMessageThatComesBehindDataWithoutWaiting() {
        RawClient script = withRecipient(connect(protocol()).expect("220"));
        script.send("DATA\r\nSubject: backup\r\n\r\ndone\r\n.\r\nQUIT\r\n").expect("550 5.5.1 Protocol error");
        assertThat(script.rest()).isEmpty();
        assertThat(upstream.talkWith("RCPT").messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP\nNOOP\r\n", "NOOP\rNOOP\r\n", "NOOP\n\r\n"})
    void refusesAClientThatSendsBareNewlines(String line) {
        RawClient bot = connect(protocol()).expect("220").command("EHLO bot.test", "250");
        bot.send(line).expect("500").command("MAIL FROM:<a@bot.test>", "250");
        bot.command("RCPT TO:<b@example.test>", "550 5.5.1 Protocol error");
    }

    /** T12: in any case. */
    @Test
    void cutsOffAClientOfAnotherProtocol() {
        RawClient browser = connect(protocol()).expect("220");
        browser.send("GET / HTTP/1.1\r\nHost: mx\r\n\r\n").expect("521");
        assertThat(browser.rest()).isEmpty();
    }

    /** RFC 2920 section 3.1 and RFC 3030 section 2 allow all of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL FROM:<a@c.test>|RCPT TO:<b@example.test>|RCPT TO:<c@example.test>|DATA|",
                "RSET|MAIL FROM:<a@c.test>|RCPT TO:<b@example.test>|DATA|",
                "NOOP|NOOP|MAIL FROM:<a@c.test> SIZE=100|RCPT TO:<b@example.test>|NOOP|RSET|"
                        + "MAIL FROM:<>|RCPT TO:<b@example.test>|DATA|",
            })
    void neverRefusesAClientThatPipelinesAsItMay(String group) {
        RawClient client = connect(protocol()).expect("220").command("EHLO c.test", "250");
        String[] commands = group.split("\\|");
        client.sendLines(commands);
        for (int i = 1; i < commands.length; i++) {
            client.expect("250");
        }
        client.expect("354").send("hello\r\n.\r\nMAIL FROM:<a@c.test>\r\nRCPT TO:<b@example.test>\r\nQUIT\r\n");
        client.expect("250").expect("250").expect("250").expect("221");
    }

    @Test
    void neverRefusesAClientWhoseChunksFollowBdat() {
        RawClient client = withRecipient(connect(protocol()).expect("220"));
        client.send("BDAT 7\r\nhello\r\nBDAT 7 LAST\r\nworld\r\nMAIL FROM:<a@c.test>\r\nRCPT TO:<b@example.test>\r\n");
        client.expect("250").expect("250").expect("250").expect("250");
    }
}
