package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.event.SessionEvent.TransactionEnded;
import org.sekisho.settings.Limits;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;
import org.sekisho.testing.UpstreamTalk;

/** An upstream that refuses at each step of a transaction, and what the client hears of it. */
class RelayFaultsTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ProxyFixture proxy = new ProxyFixture(upstream);

    @AfterEach
    void stop() {
        proxy.close();
    }

    private static String send(RawClient client, String message) {
        return client.send(message + "\r\n.\r\n").reply();
    }

    // Not reachable, or not willing (U1, U2, bug 28)

    @Test
    void defersTheRecipientIfNobodyListens() {
        proxy.start();
        upstream.refuseConnections();
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        client.command("RCPT TO:<b@example.test>", "451 4.4.1");
        client.command("DATA", "554 5.5.1");
        client.command("QUIT", "221");
    }

    @ParameterizedTest
    @ValueSource(strings = {"554 5.7.1 Go away\r\n", "421 Too busy\r\n", "521 No mail here\r\n", "450 Later\r\n"})
    void neverShowsARefusingGreetingToTheClient(String greeting) {
        proxy.start();
        upstream.on(ScriptedUpstream.GREETING, greeting);
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        client.command("RCPT TO:<b@example.test>", "451 4.4.1 The mail server is not available");
    }

    @Test
    void defersWhenEhloIsRefused() {
        proxy.start();
        upstream.on("EHLO", "502 5.5.1 No\r\n");
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        client.command("RCPT TO:<b@example.test>", "451 4.4.1");
    }

    @Test
    void keepsTheClientWhileTheUpstreamNeverGreets() {
        proxy.upstreamTimeouts(SHORT, LONG, LONG).start();
        upstream.on(ScriptedUpstream.GREETING, (talk, command) -> talk.silence());
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        client.command("RCPT TO:<b@example.test>", "451 4.4.1");
        client.command("NOOP", "250");
        upstream.talk(1).awaitEnd();
    }

    @Test
    void answersTheWholePipelinedGroupWhenTheUpstreamCannotBeOpened() {
        proxy.start();
        upstream.refuseConnections();
        RawClient client = proxy.client();
        client.sendLines("MAIL FROM:<a@client.test>", "RCPT TO:<b@example.test>", "RCPT TO:<c@example.test>", "NOOP");
        client.expect("250").expect("451").expect("451").expect("250");
    }

    @Test
    void answersThePipelinedDataWithTheRefusalAlone() {
        proxy.start();
        upstream.refuseConnections();
        RawClient client = proxy.client();
        client.sendLines("MAIL FROM:<a@client.test>", "RCPT TO:<b@example.test>", "DATA");
        client.expect("250").expect("451").expect("554").command("QUIT", "221");
    }

    // Replies are relayed as they are (U9, bug 14, L8, bug 29)

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 5.7.1 Not you, 550 5.7.1 Not you",
        "MAIL, 451 4.3.5 Not now, 451 4.3.5 Not now",
        "RCPT, 550 5.1.1 Unknown, 550 5.1.1 Unknown",
        "RCPT, 450 4.2.0 Greylisted, 450 4.2.0 Greylisted",
        "RCPT, 550 Unknown, 550 5.0.0 Unknown",
        "RCPT, 452 4.5.3 Enough, 452 4.5.3 Enough",
        "RCPT, 552 5.5.3 Too many recipients, 452 4.5.3",
        "RCPT, 552 Too many recipients, 452 4.5.3",
        "RCPT, 552 5.2.2 Mailbox full, 552 5.2.2 Mailbox full"
    })
    void relaysARefusalAtTheRecipient(String verb, String said, String heard) {
        proxy.start();
        upstream.on(verb, said + "\r\n");
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        client.command("RCPT TO:<b@example.test>", heard);
        client.command("RCPT TO:<c@example.test>", heard);
        client.command("RSET", "250").command("QUIT", "221");
    }

    @ParameterizedTest
    @CsvSource({
        "DATA, 451 4.3.0 Later, 451 4.3.0 Later, DEFERRED",
        "DATA, 554 5.5.1 Never, 554 5.5.1 Never, REFUSED",
        "DATA, 250 2.0.0 Ok, 451 4.3.0, DEFERRED",
        "., 554 5.6.0 Spam, 554 5.6.0 Spam, REFUSED",
        "., 452 4.3.1 Full, 452 4.3.1 Full, DEFERRED",
        "., 354 Go on, 451 4.3.0, DEFERRED",
        "., 250 2.0.0 Done, 250 2.0.0 Done, ACCEPTED"
    })
    void relaysTheVerdictOnTheMessage(String verb, String said, String heard, Outcome outcome) {
        proxy.start();
        upstream.on(verb, said + "\r\n");
        RawClient client = proxy.clientWithRecipient();
        String reply = client.command("DATA");
        assertThat(reply.startsWith("354") ? send(client, "hello") : reply).startsWith(heard);
        assertThat(proxy.transaction().outcome()).isEqualTo(outcome);
    }

    @Test
    void defersWhatTheUpstreamWantsALoginFor() {
        proxy.start();
        upstream.on("MAIL", "530 5.7.0 Authentication required\r\n");
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        client.command("RCPT TO:<b@example.test>", "451 4.3.0");
    }

    @Test
    void relaysMultiLineRepliesCutAtEveryOctet() {
        proxy.start();
        upstream.on(ScriptedUpstream.GREETING, (talk, command) -> talk.sendCut("220-a\r\n220-b\r\n220 c\r\n"));
        upstream.on("RCPT", (talk, command) -> talk.sendCut("250-2.1.5 one\r\n250-2.1.5 two\r\n250 2.1.5 three\r\n"));
        upstream.on(".", (talk, command) -> talk.sendCut("550-5.7.1 bad\r\n550-5.7.1 worse\r\n550 5.7.1 worst\r\n"));
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        assertThat(client.command("RCPT TO:<b@example.test>"))
                .isEqualTo("250-2.1.5 one\n250-2.1.5 two\n250 2.1.5 three");
        assertThat(send(client.command("DATA", "354"), "x"))
                .isEqualTo("550-5.7.1 bad\n550-5.7.1 worse\n550 5.7.1 worst");
    }

    // Several recipients, several messages (U10, U12, bug 6, bug 17, bug 23, bug 25)

    @Test
    void aRefusedRecipientDoesNotHinderTheOthers() {
        proxy.start();
        upstream.on(
                "RCPT", ScriptedUpstream.Answer.inTurn("550 5.1.1 No\r\n", "452 4.2.2 Full\r\n", "250 2.1.5 Ok\r\n"));
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        client.command("RCPT TO:<x@example.test>", "550 5.1.1");
        client.command("RCPT TO:<y@example.test>", "452 4.2.2");
        client.command("RCPT TO:<z@example.test>", "250 2.1.5");
        assertThat(send(client.command("DATA", "354"), "hello")).startsWith("250");
        TransactionEnded transaction = proxy.transaction();
        assertThat(transaction.recipients())
                .extracting(recipient -> recipient.reply().orElseThrow().code())
                .containsExactly(550, 452, 250);
    }

    @Test
    void sendsNoDataWhenEveryRecipientWasRefused() {
        proxy.start();
        upstream.on("RCPT", "550 5.1.1 No\r\n");
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        client.command("RCPT TO:<x@example.test>", "550").command("DATA", "554 5.5.1");
        client.send("BDAT 3 LAST\r\nabc").expect("554 5.5.1").command("QUIT", "221");
        assertThat(upstream.talkWith("RCPT").commands()).noneMatch(command -> command.startsWith("DATA"));
    }

    @Test
    void relaysThreeMessagesWithGrowingRecipientsOverOneConnection() {
        RawClient client = proxy.client();
        for (int message = 1; message <= 3; message++) {
            client.command("MAIL FROM:<a" + message + "@client.test>", "250");
            for (int recipient = 1; recipient <= message; recipient++) {
                client.command("RCPT TO:<r" + recipient + "@example.test>", "250");
            }
            assertThat(send(client.command("DATA", "354"), "message " + message))
                    .startsWith("250");
        }
        UpstreamTalk talk = upstream.talkWith("a3@");
        assertThat(talk.messages()).containsExactly("message 1\r\n", "message 2\r\n", "message 3\r\n");
        assertThat(talk.commands())
                .filteredOn(command -> command.startsWith("EHLO"))
                .hasSize(1);
        assertThat(talk.commands())
                .filteredOn(command -> command.startsWith("RCPT"))
                .hasSize(6);
    }

    @Test
    void anOddReplyToResetCostsTheConnectionAndNothingElse() {
        proxy.start();
        upstream.on("RSET", "503 5.5.1 What?\r\n");
        RawClient client = proxy.clientWithRecipient().command("RSET", "250");
        client.command("MAIL FROM:<second@client.test>", "250").command("RCPT TO:<b@example.test>", "250");
        assertThat(send(client.command("DATA", "354"), "hello")).startsWith("250");
        upstream.talk(1).awaitEnd();
        assertThat(upstream.talkWith("second@").messages()).hasSize(1);
    }

    @Test
    void sendsCommandsOneByOneToAnUpstreamWithoutPipelining() {
        upstream.offering("SIZE");
        proxy.start();
        CountDownLatch mailAnswered = new CountDownLatch(1);
        upstream.on("MAIL", (talk, command) -> {
            talk.send("250 2.1.0 Ok");
            mailAnswered.countDown();
            return "\r\n";
        });
        upstream.on("RCPT", (talk, command) -> mailAnswered.getCount() == 0 ? "250 Ok\r\n" : "503 Too early\r\n");
        assertThat(send(proxy.clientInData(), "hello")).startsWith("250");
    }

    // The verdict is the upstream's own (U7, U8, bug 21)

    @Test
    void neverAcceptsAMessageBeforeTheUpstreamDoes() throws Exception {
        proxy.start();
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        upstream.on(".", (talk, command) -> {
            ended.countDown();
            awaitLatch(release);
            return "250 2.0.0 Ok: the upstream's own words\r\n";
        });
        RawClient client = proxy.clientInData().send("hello\r\n.\r\n");
        ended.await();
        client.expectSilence(Duration.ofMillis(300));
        release.countDown();
        assertThat(client.reply()).isEqualTo("250 2.0.0 Ok: the upstream's own words");
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void reportsAMessageThatWasTakenAfterTheClientHadGone() throws Exception {
        proxy.limits(new Limits(10, 1, 100, 20, 65_536)).start();
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        upstream.on(".", (talk, command) -> {
            ended.countDown();
            awaitLatch(release);
            return "250 2.0.0 Ok\r\n";
        });
        RawClient client = proxy.clientInData().send("hello\r\n.\r\n");
        ended.await();
        client.reset();
        proxy.awaitPlace();
        release.countDown();
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.ACCEPTED_UNTOLD);
        assertThat(upstream.talkWith("hello").messages()).hasSize(1);
        assertThat(proxy.session("client.test").transactions()).isEqualTo(1);
        assertThat(proxy.events()).containsSubsequence(List.of(proxy.transaction(), proxy.session("client.test")));
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> verbs(UpstreamTalk talk) {
        return talk.commands().stream()
                .map(command -> command.split("[ :]", 2)[0])
                .toList();
    }
}
