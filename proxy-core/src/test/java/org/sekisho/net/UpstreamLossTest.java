package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.event.SessionEvent.TransactionEnded;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** An upstream that vanishes, is silent or talks nonsense at each step of a transaction (U4 to U7, bug 16). */
class UpstreamLossTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void aSessionOutlivesA421OfTheUpstream(String verb) {
        proxy.start();
        upstream.on(verb, (talk, command) -> {
            talk.send("421 4.3.2 Shutting down\r\n");
            return talk.close();
        });
        deferredThenFine(verb);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void aSessionOutlivesAResetByTheUpstream(String verb) {
        proxy.start();
        upstream.on(verb, (talk, command) -> talk.reset());
        deferredThenFine(verb);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void aSessionOutlivesAnUpstreamThatNeverAnswers(String verb) {
        proxy.upstreamTimeouts(LONG, SHORT, SHORT).start();
        upstream.on(verb, (talk, command) -> talk.silence());
        deferredThenFine(verb);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello\r\n", "25\r\n", "250-a\r\n251 b\r\n", "999 x\r\n", "250 a\n250 b\r\n", "\0\0\0\r\n"})
    void aSessionOutlivesAnAnswerThatIsNotSmtp(String nonsense) {
        proxy.start();
        upstream.on("RCPT", nonsense);
        deferredThenFine("RCPT");
    }

    /** One transaction gets a 4xx, the next one in the same session is delivered. */
    private void deferredThenFine(String verb) {
        RawClient client = proxy.client().command("MAIL FROM:<a@client.test>", "250");
        String reply = client.command("RCPT TO:<b@example.test>");
        if (reply.startsWith("250")) {
            reply = client.command("DATA");
        }
        if (reply.startsWith("354")) {
            reply = send(client, "first");
        }
        assertThat(reply).startsWith("451 4.");
        upstream.on("MAIL", "250 2.1.0 Ok\r\n").on("RCPT", "250 2.1.5 Ok\r\n").on("DATA", "354 Go\r\n");
        upstream.on(".", "250 2.0.0 Ok\r\n");
        client.command("RSET", "250");
        client.command("MAIL FROM:<next@client.test>", "250").command("RCPT TO:<b@example.test>", "250");
        assertThat(send(client.command("DATA", "354"), "second")).startsWith("250");
        assertThat(upstream.talkWith("next@").messages()).endsWith("second\r\n");
        Outcome first = verb.equals(".") && !reply.contains("4.3.2") ? Outcome.UNKNOWN : null;
        if (first != null) {
            assertThat(proxy.transactions(2).get(0).outcome()).isEqualTo(first);
        }
    }

    @Test
    void anUnsolicited421BetweenTransactionsCostsNothing() {
        proxy.start();
        CountDownLatch said = new CountDownLatch(1);
        upstream.on(".", (talk, command) -> {
            talk.send("250 2.0.0 Ok\r\n421 4.4.2 Idle\r\n");
            talk.close();
            said.countDown();
            return "";
        });
        RawClient client = proxy.clientInData();
        assertThat(send(client, "one")).startsWith("250");
        upstream.on(".", "250 2.0.0 Ok\r\n");
        upstream.talk(1).awaitEnd();
        client.command("MAIL FROM:<again@client.test>", "250").command("RCPT TO:<b@example.test>", "250");
        assertThat(send(client.command("DATA", "354"), "two")).startsWith("250");
    }

    @Test
    void aLossBetweenRecipientAndDataDefersTheTransaction() {
        proxy.start();
        upstream.on("RCPT", (talk, command) -> {
            talk.send("250 2.1.5 Ok\r\n421 4.4.2 Timeout\r\n");
            return talk.close();
        });
        RawClient client = proxy.clientWithRecipient();
        upstream.talk(1).awaitEnd();
        client.command("RCPT TO:<c@example.test>", "451 4.4.2").command("DATA", "451 4.4.2");
        assertThat(proxy.transaction().outcome()).isEqualTo(Outcome.DEFERRED);
    }

    @Test
    void aResetAtEveryKilobyteOfABodyGivesOne4xx() {
        proxy.start();
        String body = ("x".repeat(98) + "\r\n").repeat(600);
        for (int kilobytes = 0; kilobytes < 60; kilobytes += 7) {
            int octets = kilobytes * 1024;
            upstream.on("DATA", (talk, command) -> {
                talk.send("354 Go\r\n");
                talk.take(octets);
                talk.send("421 4.3.2 Bye\r\n");
                return talk.reset();
            });
            RawClient client = proxy.clientInData();
            assertThat(send(client, body)).startsWith("451 4.");
            client.command("QUIT", "221");
        }
        assertThat(proxy.transactions(9))
                .extracting(TransactionEnded::outcome)
                .containsOnly(Outcome.DEFERRED, Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "552 5.3.4 Too big, 552 5.3.4, REFUSED",
        "554 No, 554 5.0.0 No, REFUSED",
        "451 4.3.0 Later, 451 4.3.0, DEFERRED",
        "250 Ok, 451, DEFERRED"
    })
    void deliversAnEarlyVerdictAtTheEndOfTheMessage(String said, String heard, Outcome outcome) throws Exception {
        proxy.start();
        CountDownLatch spoken = new CountDownLatch(1);
        upstream.on("DATA", (talk, command) -> {
            talk.send("354 Go\r\n");
            talk.take(10);
            talk.send(said + "\r\n");
            spoken.countDown();
            return talk.silence();
        });
        RawClient client = proxy.clientInData().send("0123456789");
        spoken.await();
        upstream.talkWith("0123456789").awaitEnd();
        assertThat(send(client, "the rest")).startsWith(heard);
        assertThat(proxy.transaction().outcome()).isEqualTo(outcome);
        assertThat(upstream.talkWith("0123456789").received()).doesNotContain("\r\n.\r\n");
        client.command("NOOP", "250");
    }
}
