package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.event.SessionEvent.TransactionEnded;
import org.sekisho.settings.TlsSettings.Mode;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.MtaScript;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TestAuthority;
import org.sekisho.testing.TlsClient;
import org.sekisho.testing.TlsUpstream;

/** How a connection under TLS ends: nothing that was said is lost, and nothing is left behind. */
class TlsClosingTest {
    private static final String HOST = "mx.example.org";

    @TempDir
    private Path directory;

    private TestAuthority authority;
    private TlsUpstream upstream;
    private ProxyUnderTest proxy;

    @BeforeEach
    void prepare() {
        authority = new TestAuthority(directory);
        upstream = new TlsUpstream(new MtaScript());
        proxy = new ProxyUnderTest(upstream.address()).startTls(authority.issue(HOST));
    }

    @AfterEach
    void stop() {
        proxy.close();
        upstream.close();
    }

    private TlsClient secured(RawClient wire) {
        wire.command("EHLO client.example", "250").command("STARTTLS", "220");
        return new TlsClient(wire, authority.trustingContext()).handshake();
    }

    private static void sendMessage(TlsClient client) {
        client.send("EHLO client.example\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.jp>\r\nDATA\r\n")
                .until("354 End data with <CR><LF>.<CR><LF>\r\n");
        client.send("Hello\r\n.\r\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void deliversTheLastReplyToAClientThatHasSentMore(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        try (RawClient wire = proxy.client()) {
            TlsClient client = secured(wire);
            client.send("QUIT\r\n" + "NOOP\r\n".repeat(20_000));
            assertThat(client.untilCloseNotify()).isEqualTo("221 2.0.0 Bye\r\n");
            assertThat(wire.receive()).as("an orderly end, no reset").isEmpty();
        }
        assertThat(proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.QUIT);
    }

    /** K10. */
    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void answersAMessageAfterTheClientsFin(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        try (RawClient wire = proxy.client()) {
            TlsClient client = secured(wire);
            sendMessage(client);
            wire.halfClose();
            assertThat(client.untilCloseNotify()).isEqualTo("250 2.0.0 queued\r\n");
        }
        assertThat(proxy.event(TransactionEnded.class).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void takesCloseNotifyForTheClientsEnd(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        try (RawClient wire = proxy.client()) {
            secured(wire).closeNotify().untilCloseNotify();
            assertThat(wire.receive()).isEmpty();
        }
        assertThat(proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.CLIENT_LEFT);
    }

    /** The message has been sent whole: its fate is the upstream's, and is told to the log. */
    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void acceptsAMessageWhoseSenderSaysCloseNotifyAtOnce(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        try (RawClient wire = proxy.client()) {
            TlsClient client = secured(wire);
            sendMessage(client);
            client.closeNotify();
            assertThat(proxy.event(TransactionEnded.class).outcome()).isIn(Outcome.ACCEPTED, Outcome.ACCEPTED_UNTOLD);
        }
        upstream.peer(1).awaitLine("QUIT");
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void endsTheSessionQuietlyWhenTheClientResets(SslProvider provider) throws Exception {
        try (LogCapture log = new LogCapture("org.sekisho")) {
            proxy.provider(provider).start();
            RawClient wire = proxy.client();
            TlsClient client = secured(wire);
            client.send("EHLO client.example\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.jp>\r\nDATA\r\n")
                    .until("354 ");
            client.send("Half a mess");
            wire.reset();
            assertThat(proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.CLIENT_LEFT);
            assertThat(log.errors()).isEmpty();
        }
        assertThat(upstream.peer(1).heard()).doesNotContain(".");
    }

    /** T11. */
    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"STARTTLS", "IMPLICIT"})
    void freesThePlaceOfAClientThatStallsInTheHandshake(Mode mode) throws Exception {
        proxy.tls(mode, authority.issue(HOST), false)
                .handshakeTimeout(Duration.ofSeconds(1))
                .connectionsPerClient(1)
                .start();
        try (RawClient wire = proxy.connect()) {
            if (mode == Mode.STARTTLS) {
                wire.expect("220").command("EHLO client.example", "250").command("STARTTLS", "220");
            }
            byte[] hello = new TlsClient(wire, authority.trustingContext()).hello();
            wire.send(Arrays.copyOf(hello, hello.length / 2));
            assertThat(wire.rest()).doesNotContain("421", "451");
        }
        SessionEnded ended = proxy.event(SessionEnded.class);
        assertThat(ended.cause()).isEqualTo(Cause.TLS_FAILED);
        try (RawClient next = proxy.connect()) {
            if (mode == Mode.STARTTLS) {
                next.expect("220");
            } else {
                new TlsClient(next, authority.trustingContext()).handshake().until("220 ");
            }
        }
    }

    /** The proxy stops: whoever is connected is told under TLS. */
    @Test
    void tellsAClientUnderTlsThatItStops() throws Exception {
        proxy.start();
        try (RawClient wire = proxy.client()) {
            TlsClient client = secured(wire);
            proxy.proxy().drain(Duration.ofSeconds(1));
            assertThat(client.untilCloseNotify()).startsWith("421 4.3.2");
        }
    }
}
