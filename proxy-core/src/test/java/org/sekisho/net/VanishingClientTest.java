package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.event.SessionEvent.Recipient;
import org.sekisho.net.io.Transport;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Stage;
import org.sekisho.settings.Limits;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;
import org.sekisho.testing.UpstreamTalk;

/** Clients that leave at every point of a session, politely or not (K7, K9, K10, D7, J8, J9, bug 15, bug 19). */
class VanishingClientTest {
    private static final Limits ONE_CONNECTION = new Limits(10, 1, 100, 20, 65_536);
    private static final Hearing DELAYING = stage -> CompletableFuture.completedStage(
            stage instanceof Stage.AtRcpt ? new Decision.Pass(Duration.ofMinutes(2)) : Decision.PASS);
    private static final Hearing SILENT =
            stage -> stage instanceof Stage.AtRcpt ? new CompletableFuture<>() : Hearing.PASSING.judge(stage);

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ProxyFixture proxy = new ProxyFixture(upstream);

    @AfterEach
    void stop() {
        proxy.close();
    }

    private ProxyFixture on(String transport) {
        return proxy.transport(transport.equals("nio") ? Transport.nio() : Transport.best());
    }

    private static void leave(RawClient client, String how) {
        switch (how) {
            case "FIN" -> client.close();
            case "RST" -> client.reset();
            default -> client.halfClose();
        }
    }

    // During a wait (D7, J8)

    @ParameterizedTest
    @CsvSource({"epoll, FIN", "epoll, RST", "epoll, half", "nio, FIN", "nio, RST", "nio, half"})
    void freesThePlaceAtOnceWhenAClientLeavesDuringADelay(String transport, String how) {
        on(transport).limits(ONE_CONNECTION).judge(DELAYING);
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        client.send("RCPT TO:<b@example.test>\r\n").expectSilence(Duration.ofMillis(50));
        leave(client, how);
        proxy.awaitPlace();
        assertThat(proxy.session("client.test").cause()).isEqualTo(Cause.CLIENT_LEFT);
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(proxy.transaction().recipients()).containsExactly(new Recipient("b@example.test", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"epoll, FIN", "epoll, RST", "nio, FIN", "nio, RST"})
    void freesThePlaceAtOnceWhenAClientLeavesDuringADecision(String transport, String how) {
        on(transport).limits(ONE_CONNECTION).judge(SILENT);
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        client.send("RCPT TO:<b@example.test>\r\n").expectSilence(Duration.ofMillis(50));
        leave(client, how);
        proxy.awaitPlace();
    }

    /**
     * More than that is not read while a client is delayed. A reset overtakes it on epoll; a FIN waits behind it in the
     * client's own system.
     */
    @Test
    void freesThePlaceWhenAClientThatPipelinedTooMuchResetsDuringADelay() {
        on("epoll").limits(ONE_CONNECTION).judge(DELAYING);
        clientThatPipelined(240_000).reset();
        proxy.awaitPlace();
    }

    @ParameterizedTest
    @CsvSource({"epoll, FIN", "epoll, RST", "epoll, half", "nio, FIN", "nio, RST", "nio, half"})
    void freesThePlaceAtOnceWhenAClientThatPipelinedALotLeavesDuringADelay(String transport, String how) {
        on(transport).limits(ONE_CONNECTION).judge(DELAYING);
        leave(clientThatPipelined(48_000), how);
        proxy.awaitPlace();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void freesThePlaceAtOnceWhenAClientThatPipelinedALotResetsDuringADecision(String transport) {
        on(transport).limits(ONE_CONNECTION).judge(SILENT);
        clientThatPipelined(48_000).reset();
        proxy.awaitPlace();
    }

    private RawClient clientThatPipelined(int octets) {
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        return client.send("RCPT TO:<b@example.test>\r\n" + "NOOP\r\n".repeat(octets / 6))
                .expectSilence(Duration.ofMillis(50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void noticesAClientThatLeavesWhileTheUpstreamIsBeingOpened(String transport) {
        on(transport).limits(ONE_CONNECTION).start();
        CountDownLatch greet = new CountDownLatch(1);
        upstream.on(ScriptedUpstream.GREETING, (talk, command) -> {
            RelayFaultsTest.awaitLatch(greet);
            return "220 late\r\n";
        });
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        client.send("RCPT TO:<b@example.test>\r\n");
        UpstreamTalk opening = upstream.talk(1);
        client.reset();
        proxy.awaitPlace();
        greet.countDown();
        assertThat(opening.awaitEnd()).isEmpty();
    }

    // In the middle of a message (K9, bug 15)

    @ParameterizedTest
    @CsvSource({
        "epoll, FIN",
        "epoll, RST",
        "epoll, half",
        "nio, FIN",
        "nio, RST",
        "nio, half",
    })
    void neverEndsAMessageForAClientThatLeft(String transport, String how) {
        on(transport);
        RawClient client = proxy.clientInData().send("first line\r\nsecond line\r\n.");
        UpstreamTalk talk = upstream.talkWith("first line");
        leave(client, how);
        assertThat(talk.awaitEnd()).endsWith("first line\r\nsecond line\r\n");
        assertThat(talk.messages()).isEmpty();
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.ABANDONED);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".\r", "\r\n.", "\r\n.\r", "line\r\n", "line"})
    void anUnfinishedTerminatorIsNone(String end) {
        RawClient client = proxy.clientInData().send("message\r\n" + end).halfClose();
        assertThat(upstream.talkWith("message").awaitEnd()).doesNotContain("\r\n.\r\n");
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void neverEndsAChunkedMessageForAClientThatLeft() {
        RawClient client =
                proxy.clientWithRecipient().send("BDAT 7\r\nhello\r\n").expect("250");
        client.send("BDAT 100 LAST\r\nonly this").close();
        assertThat(upstream.talkWith("hello").awaitEnd()).doesNotContain("\r\n.\r\n");
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.ABANDONED);
    }

    // After the end (K10, J9)

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void repliesToAClientThatHalfClosedAfterTheEndOfData(String transport) {
        on(transport);
        RawClient client = proxy.clientInData().send("hello\r\n.\r\n").halfClose();
        assertThat(client.expect("250 2.0.0 Ok: queued").rest()).isEmpty();
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void repliesToMessageAndQuitThatCameInOneSegmentWithFin(String transport) {
        on(transport);
        RawClient client = proxy.clientInData().send("hello\r\n.\r\nQUIT\r\n").halfClose();
        client.expect("250").expect("221");
        assertThat(client.rest()).isEmpty();
        assertThat(proxy.session("client.test").cause()).isEqualTo(Cause.QUIT);
    }

    @Test
    void answersAWholePipelinedSessionThatEndsWithFin() {
        RawClient client = proxy.connect().expect("220");
        client.send("EHLO client.test\r\nMAIL FROM:<a@client.test>\r\nRCPT TO:<b@example.test>\r\n"
                        + "RCPT TO:<c@example.test>\r\nRSET\r\nQUIT\r\n")
                .halfClose();
        client.expect("250")
                .expect("250")
                .expect("250")
                .expect("250")
                .expect("250")
                .expect("221");
        assertThat(client.rest()).isEmpty();
    }

    // Leaving politely (K7)

    @Test
    void alwaysAnswersQuit() {
        proxy.start();
        upstream.on("RCPT", (talk, command) -> talk.reset());
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        client.command("RCPT TO:<b@example.test>", "451");
        assertThat(client.command("QUIT", "221").rest()).isEmpty();
    }

    @Test
    void saysQuitToTheUpstreamAndNothingElse() {
        RawClient client = proxy.clientWithRecipient();
        client.command("QUIT", "221").rest();
        UpstreamTalk talk = upstream.talkWith("RCPT");
        talk.awaitEnd();
        assertThat(RelayFaultsTest.verbs(talk)).containsExactly("EHLO", "MAIL", "RCPT", "QUIT");
    }

    @Test
    void doesNotWaitForAnUpstreamThatIgnoresQuit() {
        proxy.start();
        upstream.on("QUIT", (talk, command) -> talk.silence());
        RawClient client = proxy.clientWithRecipient();
        assertThat(client.command("QUIT", "221").rest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"what?\r\n", "250-never\r\n251 ended\r\n", "\0\r\n\r\n221 Bye\r\n", "221 Bye\r\n221 Bye\r\n"})
    void closesAnUpstreamWhateverItSaysToQuit(String nonsense) {
        proxy.start();
        upstream.on("QUIT", (talk, command) -> {
            talk.send(nonsense);
            return talk.silence();
        });
        RawClient client = proxy.clientWithRecipient();
        assertThat(client.command("QUIT", "221").rest()).isEmpty();
        upstream.talkWith("RCPT").awaitEnd();
    }

    @Test
    void aSessionThatWasAnswered221NoLongerCounts() {
        proxy.limits(ONE_CONNECTION);
        RawClient client = proxy.client();
        client.command("QUIT", "221");
        // The socket is still open on this side.
        proxy.awaitPlace();
        client.close();
    }
}
