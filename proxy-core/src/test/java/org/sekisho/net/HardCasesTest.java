package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.net.io.Transport;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Stage;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Limits;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.TlsSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.testing.Background;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** What must hold when two things happen at once, or in an order that nobody expects. */
class HardCasesTest {
    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ProxyFixture proxy = new ProxyFixture(upstream);

    @AfterEach
    void stop() {
        proxy.close();
    }

    /** K10: everything was sent, then FIN; the upstream is just slower than the client. */
    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void repliesToAClientThatHalfClosedBehindAMessageThatTheUpstreamTakesSlowly(String transport) {
        proxy.transport(transport.equals("nio") ? Transport.nio() : Transport.best())
                .limits(new Limits(10, 10, 1_000, 20, 100_000_000))
                .start();
        CountDownLatch read = new CountDownLatch(1);
        upstream.on("DATA", (talk, command) -> {
            talk.send("354 Go\r\n");
            RelayFaultsTest.awaitLatch(read);
            talk.skipMessage((buffer, length) -> LockSupport.parkNanos(5_000_000));
            return "250 2.0.0 Ok\r\n";
        });
        RawClient client = proxy.clientInData();
        byte[] block = new byte[1_000_000];
        Arrays.fill(block, (byte) 'x');
        CompletableFuture<Void> sender = Background.run(() -> {
            for (int i = 0; i < 30; i++) {
                client.send(block);
            }
            client.send("\r\n.\r\n").halfClose();
        });
        client.expectSilence(Duration.ofMillis(500));
        read.countDown();
        sender.join();
        assertThat(client.rest()).startsWith("250");
    }

    /** Out of descriptors, Netty tells of the failure on another thread. */
    @Test
    void aSessionStaysOnItsLoopWhenNoSocketCanBeMade() {
        AtomicBoolean exhausted = new AtomicBoolean();
        List<String> threads = new CopyOnWriteArrayList<>();
        Transport real = Transport.best();
        proxy.transport(new Transport("scarce", real.loops(), real.serverChannel(), () -> {
                    if (exhausted.get()) {
                        throw new ChannelException("Too many open files");
                    }
                    return real.socketChannel().newChannel();
                }))
                .judge(stage -> {
                    if (stage instanceof Stage.AtRcpt) {
                        threads.add(Thread.currentThread().getName());
                    }
                    return Hearing.PASSING.judge(stage);
                });
        RawClient client = proxy.client();
        exhausted.set(true);
        client.send("MAIL FROM:<a@client.test>\r\nRCPT TO:<b@example.test>\r\nRCPT TO:<c@example.test>\r\n");
        client.expect("250").expect("451").expect("451");
        assertThat(threads).hasSize(2).allMatch(name -> name.startsWith("sekisho-loop"));
    }

    /** U9: the verdict on a message is the MTA's, also for a client that has made many errors. */
    @Test
    void theVerdictOnAMessageIsToldThoughTheErrorsAreUsedUp() {
        proxy.limits(new Limits(10, 10, 1_000, 2, 100_000)).start();
        upstream.on(ScriptedUpstream.END_OF_DATA, "554 5.7.1 Spam\r\n");
        RawClient client = proxy.client().command("FOO", "500");
        client.command("MAIL FROM:<a@client.test>", "250")
                .command("RCPT TO:<b@example.test>", "250")
                .command("DATA", "354")
                .send("hello\r\n.\r\n");
        assertThat(client.reply()).startsWith("554 5.7.1 Spam");
    }

    /** ARCHITECTURE.md: "upstream lost before it answered a recipient: nothing, another connection takes over". */
    @Test
    void anotherConnectionTakesOverWhenTheUpstreamIsLostBetweenMailAndRcpt() {
        proxy.start();
        RawClient client = proxy.clientInData();
        client.send("hello\r\n.\r\n").expect("250");
        upstream.on("MAIL", (talk, command) -> {
            talk.send("250 2.1.0 Ok\r\n");
            return talk.close();
        });
        client.command("MAIL FROM:<a@client.test>", "250");
        upstream.talkWith("hello").awaitEnd();
        upstream.on("MAIL", "250 2.1.0 Ok\r\n");
        client.expectSilence(Duration.ofMillis(50));
        assertThat(client.command("RCPT TO:<b@example.test>")).startsWith("250");
    }

    /** O12: the message behind a refused DATA is not commands, between chunks either. */
    @Test
    void aMessageBehindADataThatIsRefusedBetweenChunksIsNotTakenForCommands() {
        proxy.start();
        RawClient client =
                proxy.clientWithRecipient().send("BDAT 7\r\nhello\r\n").expect("250");
        client.send("DATA\r\nRSET\r\nMAIL FROM:<evil@client.test>\r\nRCPT TO:<b@example.test>\r\n.\r\n");
        assertThat(client.expect("503").rest()).isEmpty();
    }

    /** S19, T12: the same reply however TCP cuts the stream. */
    @Test
    void aClientHelloIsDroppedThoughItsFirstOctetComesAlone() {
        proxy.connect().expect("220").send("\u0016").expect("521");
    }

    /** A deferral of this client by the MTA's access control is not the address's failure (C4, U9). */
    @Test
    void anXclientDeferralIsTheClientsOwnAndBlamesNoAddress() {
        ScriptedUpstream second = ScriptedUpstream.start();
        ProxyFixture both = new ProxyFixture(upstream, second).identity(Identity.XCLIENT);
        for (ScriptedUpstream each : List.of(upstream, second)) {
            each.offering("PIPELINING", "XCLIENT NAME ADDR PORT PROTO HELO");
            each.on("XCLIENT", "450 4.7.25 Client host rejected: cannot find your hostname\r\n");
        }
        RawClient client = both.client().command("MAIL FROM:<a@client.test>", "250");
        String reply = client.command("RCPT TO:<b@example.test>");
        both.close();
        assertThat(reply).startsWith("450 4.7.25");
    }

    /** C2: the address without a zone, also of a client that came over IPv6 itself and not in a PROXY header. */
    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void tellsTheAddressOfAClientThatComesOverIpv6(String transport) {
        upstream.offering("PIPELINING", "XCLIENT NAME ADDR PORT PROTO HELO");
        proxy.transport(transport.equals("nio") ? Transport.nio() : Transport.best())
                .identity(Identity.XCLIENT)
                .settings(was -> was.withListeners(
                        List.of(ListenerSettings.inbound(ProxyFixture.LISTENER, new Endpoint("::1", 0)))));
        proxy.clientWithRecipient().command("QUIT", "221");
        String line = upstream.talkWith("XCLIENT").commands().stream()
                .filter(command -> command.startsWith("XCLIENT"))
                .findFirst()
                .orElseThrow();
        assertThat(line).doesNotContain("%");
        assertThat(proxy.session("client.test").client()).doesNotContain("%");
    }

    /** U1: that no upstream has been heard of yet is no reason to refuse a user for good. */
    @Test
    void aUserIsPutOffWhileTheUpstreamHasNotBeenHeardOf() {
        upstream.refuseConnections();
        RawClient client = proxy.settings(was -> was.withListeners(List.of(new ListenerSettings(
                        ProxyFixture.LISTENER,
                        new Endpoint("127.0.0.1", 0),
                        ListenerSettings.Service.SUBMISSION,
                        TlsSettings.OFF,
                        List.of()))))
                .client();
        client.command("AUTH PLAIN AGEAYg==", "454 4.7.0").command("MAIL FROM:<a@client.test>", "451 4.3.0");
    }
}
