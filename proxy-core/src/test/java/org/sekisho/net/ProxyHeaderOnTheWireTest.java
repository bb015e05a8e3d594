package org.sekisho.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Stage;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Limits;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.Network;
import org.sekisho.settings.Timeouts;
import org.sekisho.settings.TlsSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;
import org.sekisho.testing.TestAuthority;

/** Listeners behind a load balancer that sends PROXY headers (P1 to P11, bug 48 to bug 53). */
class ProxyHeaderOnTheWireTest {
    private static final String HEADER = "PROXY TCP4 192.0.2.7 203.0.113.9 54321 25\r\n";
    private static final String TRUSTED = "127.0.0.0/8";

    private final List<Stage.Connection> judged = new CopyOnWriteArrayList<>();
    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ProxyFixture proxy = new ProxyFixture(upstream).judge(stage -> {
        if (stage instanceof Stage.AtConnect) {
            judged.add(stage.connection());
        }
        return Hearing.PASSING.judge(stage);
    });

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        proxy.close();
    }

    private void listenTo(String network, TlsSettings tls) {
        ListenerSettings listener = new ListenerSettings(
                ProxyFixture.LISTENER,
                new Endpoint("127.0.0.1", 0),
                ListenerSettings.Service.INBOUND,
                tls,
                List.of(Network.parse(network)));
        proxy.settings(was -> was.withListeners(List.of(listener)));
    }

    private void headerTimeout(Duration limit) {
        Timeouts was = Timeouts.DEFAULTS;
        proxy.settings(now -> now.withTimeouts(
                new Timeouts(was.command(), was.data(), was.tlsHandshake(), limit, was.write(), was.drain())));
    }

    private String judgedClient() {
        return judged.get(0).client().getHostAddress() + " " + judged.get(0).port();
    }

    @Test
    void closesAConnectionFromAnUntrustedSource() {
        listenTo("192.0.2.0/24", TlsSettings.OFF);
        assertThat(proxy.connect().rest()).isEmpty();
        assertThat(judged).isEmpty();
    }

    @Test
    void saysNothingBeforeTheHeaderIsComplete() {
        listenTo(TRUSTED, TlsSettings.OFF);
        RawClient client = proxy.connect().send("PROXY TCP4 192.0.2.7 ").expectSilence(Duration.ofMillis(200));
        client.send("203.0.113.9 54321 25\r\n").expect("220");
        assertThat(judgedClient()).isEqualTo("192.0.2.7 54321");
    }

    @Test
    void takesTheHeaderAndEhloInOneSegment() {
        listenTo(TRUSTED, TlsSettings.OFF);
        proxy.connect()
                .send(HEADER + "EHLO client.test\r\nQUIT\r\n")
                .expect("220")
                .expect("250")
                .expect("221");
        assertThat(proxy.session("client.test").client()).isEqualTo("192.0.2.7");
    }

    /** O10, bug 49. */
    @Test
    void ehloInTheSegmentOfTheHeaderIsNoEarlyTalk() {
        listenTo(TRUSTED, TlsSettings.OFF);
        Greeting greeting = new Greeting();
        proxy.judge(greeting)
                .connect()
                .send(HEADER + "EHLO client.test\r\n")
                .expect("220-")
                .expect("250");
        assertThat(greeting.faults).isEmpty();
    }

    @Test
    void ehloBehindTheHeaderAndBeforeTheGreetingIsEarlyTalk() {
        listenTo(TRUSTED, TlsSettings.OFF);
        Greeting greeting = new Greeting();
        RawClient client = proxy.judge(greeting).connect().send(HEADER);
        assertThat(new String(client.receive(), US_ASCII)).startsWith("220-");
        client.send("EHLO client.test\r\n").expect("220 ").expect("250");
        assertThat(greeting.faults).containsExactly(Happening.Fault.TALKED_BEFORE_GREETING);
    }

    /** Makes every client wait for its greeting. */
    private static final class Greeting implements Hearing {
        final List<Happening.Fault> faults = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<Decision> judge(Stage stage) {
            Duration wait = stage instanceof Stage.AtConnect ? Duration.ofSeconds(1) : Duration.ZERO;
            return CompletableFuture.completedStage(new Decision.Pass(wait));
        }

        @Override
        public void tell(Happening happening) {
            if (happening instanceof Happening.Misbehaved misbehaved) {
                faults.add(misbehaved.fault());
            }
        }
    }

    @Test
    void takesTheHeaderOctetByOctet() {
        listenTo(TRUSTED, TlsSettings.OFF);
        RawClient client = proxy.connect();
        for (String octet : HEADER.split("")) {
            client.send(octet);
        }
        client.expect("220");
        assertThat(judgedClient()).isEqualTo("192.0.2.7 54321");
    }

    @Test
    void takesAHeaderOfVersionTwo() {
        listenTo(TRUSTED, TlsSettings.OFF);
        String signature = "\r\n\r\n\0\r\nQUIT\n";
        proxy.connect()
                .send(signature + "!\u0011\0\u000c" + "\u00c0\0\u0002\u0007" + "\u00cb\0q\u0009" + "\u00d41\0\u0019")
                .expect("220");
        assertThat(judgedClient()).isEqualTo("192.0.2.7 54321");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN\r\n", "\r\n\r\n\0\r\nQUIT\n \0\0\0"})
    void aHealthCheckIsTheLoadBalancerItself(String header) {
        listenTo(TRUSTED, TlsSettings.OFF);
        RawClient client = proxy.connect().send(header).expect("220");
        assertThat(judged.get(0).client()).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(judged.get(0).port()).isEqualTo(client.localAddress().getPort());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO client.test\r\n",
                "PROXY TCP4 192.0.2.7 203.0.113.9 54321 25\n",
                "PROXY TCP4 192.0.2.07 203.0.113.9 54321 25\r\n",
                "PROXY TCP4 192.0.2.7 203.0.113.9 54321 99999\r\n",
                "\r\n\r\n\0\r\nQUIT\n1\u0011\0\u000c",
                "\u0016\u0003\u0001\0\u0005"
            })
    void closesAConnectionWithAnythingElse(String start) {
        listenTo(TRUSTED, TlsSettings.OFF);
        assertThat(proxy.connect().send(start).rest()).isEmpty();
        assertThat(judged).isEmpty();
    }

    @Test
    void closesAConnectionWhoseHeaderDoesNotCome() {
        listenTo(TRUSTED, TlsSettings.OFF);
        headerTimeout(Duration.ofMillis(300));
        assertThat(proxy.connect().send("PROXY ").rest()).isEmpty();
    }

    @Test
    void anOperatorHearsOfAWrongHeader() {
        listenTo(TRUSTED, TlsSettings.OFF);
        assertThat(proxy.connect().send("EHLO client.test\r\n").rest()).isEmpty();
        proxy.log().awaitLine("expects a PROXY header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PROXY TCP4"})
    void aProbeThatOnlyConnectsLeavesNoTrace(String start) {
        listenTo(TRUSTED, TlsSettings.OFF);
        proxy.limits(new Limits(1, 1, 100, 20, 65_536));
        proxy.connect().send(start).reset();
        assertThat(proxy.connect().send(start).halfClose().rest()).isEmpty();
        proxy.connect().send(start).close();
        assertThat(proxy.log().lines()).noneMatch(line -> line.contains("PROXY"));
        assertThat(proxy.events()).isEmpty();
    }

    @Test
    void proxyIsNoCommandLater() {
        listenTo(TRUSTED, TlsSettings.OFF);
        proxy.connect()
                .send(HEADER)
                .expect("220")
                .command("PROXY TCP4 198.51.100.1 203.0.113.9 1 25", "500")
                .command("EHLO client.test", "250");
    }

    @Test
    void limitsCountTheClientsOfTheHeader() {
        listenTo(TRUSTED, TlsSettings.OFF);
        proxy.limits(new Limits(10, 1, 100, 20, 65_536));
        proxy.connect().send(HEADER).expect("220");
        proxy.connect().send(HEADER).expect("421 4.7.0");
        proxy.connect().send(HEADER.replace("192.0.2.7", "192.0.2.8")).expect("220");
    }

    @Test
    void aMappedAddressIsTheIpv4Address() {
        listenTo(TRUSTED, TlsSettings.OFF);
        proxy.connect()
                .send("PROXY TCP6 ::ffff:192.0.2.7 ::ffff:203.0.113.9 54321 25\r\n")
                .expect("220");
        assertThat(judgedClient()).isEqualTo("192.0.2.7 54321");
    }

    // With TLS (T14, T15, bug 52)

    private TestAuthority implicitTls() {
        TestAuthority authority = new TestAuthority(directory);
        TestAuthority.Issued issued = authority.issue("localhost");
        listenTo(
                TRUSTED,
                new TlsSettings(
                        TlsSettings.Mode.IMPLICIT,
                        Optional.of(issued.certificate()),
                        Optional.of(issued.key()),
                        false));
        return authority;
    }

    @Test
    void takesAHandshakeInTheSegmentOfTheHeader() {
        TestAuthority authority = implicitTls();
        try (HeaderBeforeTls client = HeaderBeforeTls.connect(proxy.start().address(ProxyFixture.LISTENER), HEADER)) {
            assertThat(client.greeting(authority.trustingContext())).startsWith("220");
        }
        assertThat(judgedClient()).isEqualTo("192.0.2.7 54321");
    }

    @Test
    void takesAHandshakeThatComesBeforeTheDecision() {
        TestAuthority authority = implicitTls();
        proxy.judge(stage ->
                new CompletableFuture<Decision>().completeOnTimeout(Decision.PASS, 200, TimeUnit.MILLISECONDS));
        try (HeaderBeforeTls client = HeaderBeforeTls.connect(proxy.start().address(ProxyFixture.LISTENER), HEADER)) {
            assertThat(client.greeting(authority.trustingContext())).startsWith("220");
        }
    }

    // Towards the upstream (P11)

    @Test
    void sendsAHeaderToTheUpstream() {
        String local = "\r\n\r\n\0\r\nQUIT\n \0\0\0";
        upstream.on(ScriptedUpstream.GREETING, (talk, command) -> {
            talk.take(1);
            while (!talk.received().equals(local) && !talk.received().matches("PROXY .*\r\n")) {
                talk.take(1);
            }
            return "220 upstream.test\r\n";
        });
        proxy.identity(Identity.PROXY);
        RawClient client = proxy.clientWithRecipient();
        assertThat(upstream.talk(0).received()).startsWith(local + "EHLO proxy.test\r\n");
        String port = Integer.toString(client.localAddress().getPort());
        assertThat(upstream.talkWith("RCPT").received())
                .startsWith("PROXY TCP4 127.0.0.1 127.0.0.1 " + port + " 25\r\nEHLO client.test\r\n");
    }

    @Test
    void sendsTheClientOfTheHeaderWithXclient() {
        upstream.offering("PIPELINING", "XCLIENT NAME ADDR PORT PROTO HELO");
        listenTo(TRUSTED, TlsSettings.OFF);
        proxy.identity(Identity.XCLIENT);
        RawClient client = proxy.connect().send(HEADER).expect("220");
        client.command("EHLO client.test", "250").command("MAIL FROM:<a@client.test>", "250");
        client.command("RCPT TO:<b@example.test>", "250");
        assertThat(upstream.talkWith("RCPT").commands())
                .startsWith(
                        "EHLO proxy.test",
                        "XCLIENT NAME=[UNAVAILABLE] PORT=54321 PROTO=ESMTP HELO=client.test ADDR=192.0.2.7",
                        "EHLO client.test",
                        "MAIL FROM:<a@client.test>");
    }
}
