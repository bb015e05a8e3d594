package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Stage;
import org.sekisho.settings.TlsSettings.Mode;
import org.sekisho.smtp.Reply;
import org.sekisho.testing.MtaScript;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TestAuthority;
import org.sekisho.testing.TlsClient;
import org.sekisho.testing.TlsUpstream;

/** A port where TLS begins with the first octet (RFC 8314). */
class ImplicitTlsTest {
    private static final String HOST = "mx.example.org";
    private static final String HEADER = "PROXY TCP4 192.0.2.7 192.0.2.1 4711 465\r\n";

    @TempDir
    private Path directory;

    private TestAuthority authority;
    private TlsUpstream upstream;
    private ProxyUnderTest proxy;

    @BeforeEach
    void prepare() {
        authority = new TestAuthority(directory);
        upstream = new TlsUpstream(new MtaScript());
        proxy = new ProxyUnderTest(upstream.address()).tls(Mode.IMPLICIT, authority.issue(HOST), false);
    }

    @AfterEach
    void stop() {
        proxy.close();
        upstream.close();
    }

    private TlsClient tls(RawClient wire) {
        return new TlsClient(wire, authority.trustingContext());
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void greetsUnderTls(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        try (RawClient wire = proxy.connect()) {
            TlsClient client = tls(wire).handshake();
            assertThat(client.until("\r\n")).isEqualTo("220 mx.example.org ESMTP\r\n");
            assertThat(client.send("QUIT\r\n").untilCloseNotify()).isEqualTo("221 2.0.0 Bye\r\n");
        }
        assertThat(proxy.event(SessionEnded.class).tls().orElseThrow()).startsWith("TLSv1.3");
    }

    @Test
    void neitherOffersNorDoesStartTls() throws Exception {
        proxy.start();
        try (RawClient wire = proxy.connect()) {
            TlsClient client = tls(wire).handshake();
            client.until("ESMTP\r\n");
            assertThat(client.send("EHLO client.example\r\n").until("250 ")).doesNotContain("STARTTLS");
            client.send("STARTTLS\r\n").until("503 5.5.1");
        }
    }

    /** T15: a ban costs no handshake, and the refused see nothing. */
    @Test
    void asksThePolicyBeforeTheHandshake() throws Exception {
        Reply banned = Reply.of(554, "5.7.1", "Banned");
        proxy.judge(stage -> CompletableFuture.completedStage(new Decision.HangUp(Duration.ZERO, banned)))
                .start();
        try (RawClient wire = proxy.connect()) {
            assertThat(wire.rest()).isEmpty();
        }
        assertThat(proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.POLICY);
    }

    /** T15: a client does not wait with its ClientHello until the policy has answered. */
    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void keepsTheClientHelloWhileThePolicyDecides(SslProvider provider) throws Exception {
        proxy.provider(provider)
                .judge(stage -> CompletableFuture.completedStage(
                        stage instanceof Stage.AtConnect ? new Decision.Pass(Duration.ofMillis(300)) : Decision.PASS))
                .start();
        try (RawClient wire = proxy.connect()) {
            assertThat(tls(wire).handshake().until("\r\n")).isEqualTo("220 mx.example.org ESMTP\r\n");
        }
    }

    /** T11: what came while the policy decided may be no handshake at all. */
    @Test
    void closesWhereNoHandshakeCameWhileThePolicyDecided() throws Exception {
        proxy.judge(stage -> CompletableFuture.completedStage(new Decision.Pass(Duration.ofMillis(300))))
                .start();
        try (RawClient wire = proxy.connect()) {
            assertThat(wire.send("EHLO client.example\r\n").rest()).doesNotContain("220", "250", "5.5.1");
        }
        assertThat(proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.TLS_FAILED);
    }

    @Test
    void hangsUpUnderTlsWhenThePolicySaysSoAfterTheHandshake() throws Exception {
        proxy.judge(stage -> CompletableFuture.completedStage(
                        stage instanceof Stage.AtHelo
                                ? new Decision.HangUp(Duration.ZERO, Reply.of(554, "5.7.1", "Go away"))
                                : Decision.PASS))
                .start();
        try (RawClient wire = proxy.connect()) {
            assertThat(tls(wire).handshake().send("EHLO client.example\r\n").untilCloseNotify())
                    .isEqualTo("220 mx.example.org ESMTP\r\n554 5.7.1 Go away\r\n");
        }
    }

    /** T15. */
    @ParameterizedTest
    @ValueSource(strings = {"EHLO client.example\r\n", "GET / HTTP/1.1\r\n\r\n", "\r\n\r\n\r\n"})
    void saysNothingInClearText(String octets) throws Exception {
        proxy.start();
        try (RawClient wire = proxy.connect()) {
            assertThat(wire.send(octets).rest()).doesNotContain("220", "521", "5.5.1", "mx.example.org");
        }
        assertThat(proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.TLS_FAILED);
    }

    /** T15. */
    @Test
    void refusesTooManyConnectionsWithoutAWord() throws Exception {
        proxy.connectionsPerClient(1).start();
        try (RawClient first = proxy.connect()) {
            TlsClient client = tls(first).handshake();
            client.until("ESMTP\r\n");
            try (RawClient second = proxy.connect()) {
                assertThat(second.rest()).isEmpty();
            }
            client.send("NOOP\r\n").until("250 2.0.0");
        }
    }

    /** T14, bug 52. */
    @Test
    void takesAProxyHeaderInOneSegmentWithTheClientHello() throws Exception {
        proxy.behindLoadBalancer().start();
        try (RawClient wire = proxy.connect()) {
            TlsClient client = tls(wire);
            wire.send(concat(HEADER.getBytes(StandardCharsets.US_ASCII), client.hello()));
            client.handshake().until("220 mx.example.org ESMTP\r\n");
        }
        assertThat(proxy.event(SessionEnded.class).client()).isEqualTo("192.0.2.7");
    }

    /** T14, bug 52. */
    @Test
    void takesAProxyHeaderAndAClientHelloByteByByte() throws Exception {
        proxy.behindLoadBalancer().start();
        try (RawClient wire = proxy.connect()) {
            TlsClient client = tls(wire);
            for (byte octet : concat(HEADER.getBytes(StandardCharsets.US_ASCII), client.hello())) {
                wire.send(new byte[] {octet});
            }
            client.handshake().until("220 mx.example.org ESMTP\r\n");
        }
    }

    /** T14. */
    @Test
    void doesNotShakeHandsWithoutTheProxyHeader() throws Exception {
        proxy.behindLoadBalancer().start();
        try (RawClient wire = proxy.connect()) {
            wire.send(tls(wire).hello());
            assertThat(wire.rest()).isEmpty();
        }
    }

    /** Commands that travel with the end of the handshake are answered behind the greeting. */
    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void greetsBeforeItAnswersAnEarlyTalker(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        try (RawClient wire = proxy.connect()) {
            assertThat(new TlsClient(wire, authority.trustingContext(), "TLSv1.3")
                            .handshake("NOOP\r\n")
                            .until("Ok\r\n"))
                    .isEqualTo("220 mx.example.org ESMTP\r\n250 2.0.0 Ok\r\n");
        }
    }

    /** bug 46: without a certificate nothing is promised. */
    @Test
    void neitherOffersNorDoesStartTlsWhereTlsIsOff() throws Exception {
        try (ProxyUnderTest plain = new ProxyUnderTest(upstream.address()).start();
                RawClient client = plain.client()) {
            assertThat(client.command("EHLO client.example")).doesNotContain("STARTTLS");
            client.command("STARTTLS", "502 5.5.1");
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
