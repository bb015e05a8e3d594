package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.CommandParser;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.testing.Await;
import org.sekisho.testing.ScriptedUpstream;
import org.sekisho.testing.UpstreamTalk;

/** Asking the upstream about recipients, over connections of the proxy's own. */
final class UpstreamVerifierTest {
    private static final ReversePath SENDER = ReversePath.of(mailbox("sender@client.test"));

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ProxyFixture fixture = new ProxyFixture(upstream);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void asksWithTheRealSenderAndNeverSendsAMessage() throws Exception {
        RecipientVerifier verifier = verifier(1);

        assertThat(ask(verifier, "a@example.test")).hasToString("250 2.1.5 Ok");

        Await.until("RSET came", () -> sessions().get(0).commands().contains("RSET"));
        assertThat(sessions().get(0).commands())
                .containsExactly(
                        "EHLO proxy.test", "MAIL FROM:<sender@client.test>", "RCPT TO:<a@example.test>", "RSET");
    }

    @Test
    void tellsTheUpstreamsOwnRefusal() throws Exception {
        upstream.on("RCPT", "550 5.1.1 <a@example.test>: User unknown\r\n");

        assertThat(ask(verifier(1), "a@example.test")).hasToString("550 5.1.1 <a@example.test>: User unknown");
    }

    @Test
    void asksInTheProxysOwnNameWhereClientsAreIdentified() throws Exception {
        upstream.offering("PIPELINING", "XCLIENT NAME ADDR PORT PROTO HELO");
        fixture.identity(Identity.XCLIENT);

        ask(verifier(1), "a@example.test");

        assertThat(sessions().get(0).commands()).noneMatch(line -> line.startsWith("XCLIENT"));
    }

    @Test
    void oneConnectionAnswersOneQuestionAfterTheOther() throws Exception {
        RecipientVerifier verifier = verifier(1);
        List<CompletableFuture<Reply>> answers = IntStream.range(0, 20)
                .mapToObj(i -> verifier.ask(SENDER, mailbox("user" + i + "@example.test"))
                        .toCompletableFuture())
                .toList();

        CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
        assertThat(sessions()).hasSize(1);
    }

    @Test
    void neverOpensMoreConnectionsThanItMay() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        upstream.on("RCPT", (talk, command) -> {
            asked.countDown();
            awaitLatch(goOn);
            return "250 2.1.5 Ok\r\n";
        });
        RecipientVerifier verifier = verifier(2);
        List<CompletableFuture<Reply>> answers = IntStream.range(0, 10)
                .mapToObj(i -> verifier.ask(SENDER, mailbox("user" + i + "@example.test"))
                        .toCompletableFuture())
                .toList();

        awaitLatch(asked);
        goOn.countDown();
        CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
        assertThat(sessions()).hasSize(2);
    }

    @Test
    void leavesBeforeTheUpstreamPunishesErrors() throws Exception {
        upstream.on("RCPT", "550 5.1.1 User unknown\r\n");
        RecipientVerifier verifier = verifier(1);
        for (int i = 0; i < 10; i++) {
            ask(verifier, "guess" + i + "@example.test");
        }

        assertThat(sessions()).hasSize(2);
        assertThat(sessions().get(0).awaitEnd()).endsWith("QUIT\r\n");
    }

    @Test
    void aRefusedSenderIsNoAnswerAboutARecipient() throws Exception {
        upstream.on("MAIL", "550 5.1.8 Sender address rejected\r\n");

        assertThat(failureOf(verifier(1), "a@example.test")).contains("MAIL", "5.1.8");
    }

    @Test
    void a421IsNoAnswer() throws Exception {
        upstream.on("RCPT", "421 4.3.2 Shutting down\r\n");

        assertThat(failureOf(verifier(1), "a@example.test")).contains("closed");
    }

    @Test
    void aLostConnectionIsReplacedForTheNextQuestion() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        upstream.on("RCPT", (talk, command) -> first.getAndSet(false) ? talk.reset() : "250 2.1.5 Ok\r\n");
        RecipientVerifier verifier = verifier(1);

        assertThat(failureOf(verifier, "a@example.test")).contains("closed");
        assertThat(ask(verifier, "b@example.test")).hasToString("250 2.1.5 Ok");
    }

    @Test
    void nobodyWaitsForAnUpstreamThatCannotBeReached() throws Exception {
        RecipientVerifier verifier = verifier(1);
        upstream.refuseConnections();

        assertThat(failureOf(verifier, "a@example.test")).contains("cannot be asked");
    }

    @Test
    void addressesThatNeedSmtpUtf8AreNotAskedAbout() throws Exception {
        assertThat(failureOf(verifier(1), "bücher@example.test")).contains("SMTPUTF8");
    }

    private RecipientVerifier verifier(int connections) {
        return fixture.start().verifier(connections);
    }

    /** The upstream's connections that are not the probe's: the first one is. */
    private List<UpstreamTalk> sessions() {
        return upstream.talks().stream()
                .filter(talk -> talk.received().contains("MAIL FROM"))
                .toList();
    }

    private static Reply ask(RecipientVerifier verifier, String recipient)
            throws ExecutionException, InterruptedException, TimeoutException {
        return verifier.ask(SENDER, mailbox(recipient)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static String failureOf(RecipientVerifier verifier, String recipient) throws Exception {
        try {
            return "no failure but " + ask(verifier, recipient);
        } catch (ExecutionException failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mailbox mailbox(String address) {
        byte[] command = ("RCPT TO:<" + address + ">").getBytes(StandardCharsets.UTF_8);
        return ((Command.Rcpt) CommandParser.parse(command)).to();
    }
}
