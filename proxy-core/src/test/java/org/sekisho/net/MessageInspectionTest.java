package org.sekisho.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.policy.Credentials;
import org.sekisho.policy.MessageInspection;
import org.sekisho.policy.MessageInspector;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Reply;
import org.sekisho.testing.Await;
import org.sekisho.testing.Background;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** Who looks at messages sees the beginning of them, and whatever goes wrong there, mail goes on. */
class MessageInspectionTest {
    private static final String SECRET = "Tr0ub4dor&3";
    private static final Reply NO = Reply.of(554, "5.7.1", "Message refused");

    private final ScriptedUpstream upstream = ScriptedUpstream.start()
            .offering("PIPELINING", "CHUNKING", "SIZE 10000000", "AUTH PLAIN")
            .on("AUTH", "235 2.7.0 Welcome\r\n");
    private final List<Credentials> credentials = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final AtomicInteger closed = new AtomicInteger();
    private final LogCapture log = LogCapture.ofEverything();
    private @Nullable ProxyUnderTest proxy;

    /** Sees what is shown, and then behaves as a test wants it. */
    private class Watching implements MessageInspector, MessageInspection {
        @Override
        public boolean active() {
            return true;
        }

        @Override
        public Optional<MessageInspection> begin(Stage.AtData message, Credentials own) {
            credentials.add(own);
            return Optional.of(this);
        }

        @Override
        public void octets(ByteBuffer next) {
            assertThat(next.isReadOnly()).isTrue();
            while (next.hasRemaining()) {
                shown.write(next.get());
            }
        }

        @Override
        public CompletionStage<Optional<Reply>> end(long octets) {
            return CompletableFuture.completedStage(Optional.empty());
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private RawClient login(MessageInspector inspector) throws ProxyStartException {
        ProxyUnderTest started =
                new ProxyUnderTest(upstream.address()).submission().inspector(inspector);
        proxy = started;
        started.start();
        log.awaitLine("ready");
        return started.client()
                .command("EHLO client.example", "250")
                .command("AUTH PLAIN " + SubmissionPort.base64("\0alice\0" + SECRET), "235")
                .command("MAIL FROM:<alice@client.example>", "250")
                .command("RCPT TO:<b@example.org>", "250");
    }

    @AfterEach
    void stop() {
        if (proxy != null) {
            proxy.close();
        }
        upstream.close();
        assertThat(log.lines())
                .noneMatch(line -> line.contains(SECRET) || line.contains(SubmissionPort.base64(SECRET)));
        log.close();
    }

    @Test
    void seesTheMessageAndThePasswordUntilTheSessionEnds() throws Exception {
        RawClient client = login(new Watching());
        client.command("DATA", "354").send("Subject: x\r\n\r\none\r\n.\r\n").expect("250");
        assertThat(shown.toString(ISO_8859_1)).isEqualTo("Subject: x\r\n\r\none\r\n");
        assertThat(credentials)
                .singleElement()
                .satisfies(own -> assertThat(own.password()).asString().isEqualTo(SECRET));
        client.command("QUIT", "221");
        Await.until(
                "the password is overwritten", () -> allZeros(credentials.get(0).password()));
        assertThat(closed).hasValue(1);
    }

    private static boolean allZeros(byte[] octets) {
        for (byte octet : octets) {
            if (octet != 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void aPasswordIsOverwrittenWhenTheClientVanishesInAMessage() throws Exception {
        RawClient client = login(new Watching());
        client.command("DATA", "354").send("Subject: x\r\n\r\none\r\n");
        Await.until("the message is shown", () -> shown.size() > 10);
        client.reset();
        Await.until(
                "the password is overwritten", () -> allZeros(credentials.get(0).password()));
        Await.until("the inspection is closed", () -> closed.get() == 1);
    }

    @Test
    void seesNoMoreThanTheBeginningOfALongMessage() throws Exception {
        RawClient client = login(new Watching());
        String line = "x".repeat(98) + "\r\n";
        client.command("DATA", "354");
        client.send(line.repeat(5_000)).send(".\r\n").expect("250");
        assertThat(shown.size()).isEqualTo(MessageInspector.MOST_OCTETS);
        assertThat(upstream.talkWith("DATA").messages())
                .singleElement()
                .satisfies(message -> assertThat(message).hasSize(500_000));
    }

    @Test
    void refusesBeforeTheUpstreamHearsTheEnd() throws Exception {
        RawClient client = login(new Watching() {
            @Override
            public CompletionStage<Optional<Reply>> end(long octets) {
                CompletableFuture<Optional<Reply>> later = new CompletableFuture<>();
                CompletableFuture<Void> unused = Background.run(() -> later.complete(Optional.of(NO)));
                return later;
            }
        });
        client.command("DATA", "354").send("one\r\n.\r\n").expect("554 5.7.1").expect("421");
        assertThat(upstream.talkWith("DATA").awaitEnd()).contains("DATA\r\n").doesNotContain(".\r\n");
    }

    @Test
    void whoFailsWhileLookingIsNotAskedAnyMoreAndTheMessagePasses() throws Exception {
        RawClient client = login(new Watching() {
            @Override
            public void octets(ByteBuffer next) {
                throw new IllegalStateException("cannot read " + SECRET);
            }

            @Override
            public CompletionStage<Optional<Reply>> end(long octets) {
                return CompletableFuture.completedStage(Optional.of(NO));
            }
        });
        client.command("DATA", "354").send("one\r\n.\r\n").expect("250");
        log.awaitLine("looking at a message failed");
        assertThat(closed).hasValue(1);
    }

    @Test
    void whoFailsAtTheEndLetsTheMessagePass() throws Exception {
        RawClient client = login(new Watching() {
            @Override
            public CompletionStage<Optional<Reply>> end(long octets) {
                return CompletableFuture.failedStage(new IllegalStateException(SECRET));
            }
        });
        client.command("DATA", "354").send("one\r\n.\r\n").expect("250");
    }

    @Test
    void whoLooksAtNothingGetsNothing() throws Exception {
        RawClient client = login(new Watching() {
            @Override
            public boolean active() {
                return false;
            }
        });
        client.command("DATA", "354").send("one\r\n.\r\n").expect("250").command("QUIT", "221");
        assertThat(proxyUnderTest().event(SessionEnded.class).account()).hasValue("alice");
        assertThat(shown.size()).isZero();
        assertThat(credentials).isEmpty();
    }

    private ProxyUnderTest proxyUnderTest() {
        if (proxy == null) {
            throw new IllegalStateException("The proxy has not been started");
        }
        return proxy;
    }
}
