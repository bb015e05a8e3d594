package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslProvider;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.settings.TlsSettings.Mode;
import org.sekisho.settings.UpstreamSettings.Tls;
import org.sekisho.testing.MtaScript;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TestAuthority;
import org.sekisho.testing.TlsClient;
import org.sekisho.testing.TlsUpstream;

/** STARTTLS as a client sees it: what goes before it, with it and behind it. */
class StartTlsTest {
    private static final String HOST = "mx.example.org";

    @TempDir
    private Path directory;

    private TestAuthority authority;
    private TlsUpstream upstream;
    private ProxyUnderTest proxy;

    @BeforeEach
    void prepare() {
        authority = new TestAuthority(directory);
        upstream = new TlsUpstream(
                new MtaScript().offers("PIPELINING", "SIZE 1000000", "CHUNKING", "SMTPUTF8", "8BITMIME"));
        proxy = new ProxyUnderTest(upstream.address()).startTls(authority.issue(HOST));
    }

    @AfterEach
    void stop() {
        proxy.close();
        upstream.close();
    }

    private RawClient secured() {
        return proxy.client()
                .command("EHLO client.example", "250")
                .command("STARTTLS", "220 2.0.0")
                .startTls(authority.trustingContext(), HOST);
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void relaysMailUnderTls(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        try (RawClient client = secured()) {
            deliver(client.command("EHLO client.example", "250-mx.example.org"));
        }
        assertThat(upstream.peer(1).heard()).contains("MAIL FROM:<a@example.org>", "Hello");
    }

    private static void deliver(RawClient client) {
        client.command("MAIL FROM:<a@example.org>", "250")
                .command("RCPT TO:<b@example.jp>", "250")
                .command("DATA", "354")
                .command("Subject: x\r\n\r\nHello\r\n.", "250 2.0.0 queued")
                .command("QUIT", "221");
    }

    @ParameterizedTest
    @CsvSource({"OPENSSL,TLSv1.2", "OPENSSL,TLSv1.3", "JDK,TLSv1.2", "JDK,TLSv1.3"})
    void takesTls12And13(SslProvider provider, String protocol) throws Exception {
        proxy.provider(provider).start();
        try (RawClient client =
                proxy.client().command("EHLO client.example", "250").command("STARTTLS", "220")) {
            new TlsClient(client, authority.trustingContext(), protocol)
                    .handshake()
                    .send("QUIT\r\n")
                    .until("221 2.0.0 Bye\r\n");
        }
        assertThat(proxy.event(SessionEnded.class).tls().orElseThrow()).startsWith(protocol + " TLS_");
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void refusesTls11(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        try (RawClient client =
                proxy.client().command("EHLO client.example", "250").command("STARTTLS", "220")) {
            // A ClientHello of TLS 1.1: version 3.2, no session, one cipher suite of that time, no compression.
            byte[] body = new byte[2 + 32 + 1 + 2 + 2 + 2];
            body[0] = 3;
            body[1] = 2;
            body[36] = 2;
            body[38] = 0x2f;
            body[39] = 1;
            byte[] hello = new byte[9 + body.length + 1];
            System.arraycopy(
                    new byte[] {0x16, 3, 1, 0, (byte) (body.length + 5), 1, 0, 0, (byte) (body.length + 1)},
                    0,
                    hello,
                    0,
                    9);
            System.arraycopy(body, 0, hello, 9, body.length);
            assertThat(client.send(hello).rest()).as("an alert at most").hasSizeLessThan(8);
        }
        assertThat(proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.TLS_FAILED);
    }

    /** T1, bug 39. */
    @Test
    void hangsUpOnWhatComesInOneSegmentWithStartTls() throws Exception {
        proxy.start();
        try (RawClient client = proxy.client().command("EHLO client.example", "250")) {
            client.send("STARTTLS\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.jp>\r\n");
            assertThat(client.rest()).isEqualTo("554 5.5.0 Nothing may be sent behind STARTTLS\r\n");
        }
        assertThat(proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.PROTOCOL);
    }

    /** T2: what comes later lands in the handshake, which fails. */
    @Test
    void takesClearTextBehindStartTlsForABrokenHandshake() throws Exception {
        proxy.start();
        try (RawClient client =
                proxy.client().command("EHLO client.example", "250").command("STARTTLS", "220")) {
            assertThat(client.send("MAIL FROM:<a@example.org>\r\n").rest()).doesNotContain("250", "5.5", "221");
        }
        assertThat(proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.TLS_FAILED);
    }

    /** T3, bug 38: whatever way the octets are cut, none of them is a command. */
    @Test
    void neverAnswersMailSentInClearTextBehindStartTls() throws Exception {
        proxy.start();
        Random random = new Random(38);
        for (int i = 0; i < 1_000; i++) {
            try (RawClient client = proxy.client().command("EHLO client.example", "250")) {
                String octets = "STARTTLS\r\nMAIL FROM:<a@example.org>\r\n";
                int cut = random.nextInt(octets.length() + 1);
                int second = cut + random.nextInt(octets.length() - cut + 1);
                sendParts(client, octets.substring(0, cut), octets.substring(cut, second), octets.substring(second));
                assertThat(client.rest()).as("cut at %d and %d", cut, second).doesNotContain("250 ");
            }
        }
    }

    private static void sendParts(RawClient client, String... parts) {
        try {
            List.of(parts).forEach(client::send);
        } catch (UncheckedIOException closedAlready) {
            assertThat(closedAlready).hasMessageMatching(".*(Broken pipe|reset|closed).*");
        }
    }

    /** T4. */
    @Test
    void doesNotTakeTheWordInAMessageForTheCommand() throws Exception {
        proxy.start();
        try (RawClient client = proxy.client().command("EHLO client.example", "250")) {
            client.command("MAIL FROM:<a@example.org>", "250")
                    .command("RCPT TO:<starttls@example.jp>", "250")
                    .command("DATA", "354")
                    .command("STARTTLS\r\nSTARTTLS\r\n.", "250 2.0.0 queued");
        }
        assertThat(upstream.peer(1).heard()).containsSequence("STARTTLS", "STARTTLS", ".");
    }

    /** T5. */
    @ParameterizedTest
    @ValueSource(strings = {"STARTTLS now", "STARTTLS  x"})
    void refusesAParameter(String command) throws Exception {
        proxy.start();
        try (RawClient client = proxy.client().command("EHLO client.example", "250")) {
            client.command(command, "501 5.5.4").command("NOOP", "250");
        }
    }

    /** T5. */
    @Test
    void refusesASecondStartTlsAndDoesNotOfferIt() throws Exception {
        proxy.start();
        try (RawClient client = secured()) {
            assertThat(client.command("EHLO client.example")).doesNotContain("STARTTLS");
            client.command("STARTTLS", "503 5.5.1");
        }
    }

    /** T6. */
    @Test
    void forgetsTheGreetingNameInTheHandshake() throws Exception {
        proxy.start();
        try (RawClient client = secured()) {
            client.command("MAIL FROM:<a@example.org>", "503 5.5.1 Send EHLO or HELO first");
        }
    }

    /** T7. */
    @Test
    void refusesStartTlsInsideATransaction() throws Exception {
        proxy.start();
        try (RawClient client = proxy.client().command("EHLO client.example", "250")) {
            client.command("MAIL FROM:<a@example.org>", "250")
                    .command("STARTTLS", "503 5.5.1")
                    .command("RCPT TO:<b@example.jp>", "250");
        }
    }

    /** T6: an upstream connection that heard the name given in clear text is not used under TLS. */
    @Test
    void opensAnotherUpstreamConnectionAfterTheHandshake() throws Exception {
        proxy.start();
        try (RawClient client = proxy.client().command("EHLO before.example", "250")) {
            client.command("MAIL FROM:<a@example.org>", "250")
                    .command("RCPT TO:<b@example.jp>", "250")
                    .command("RSET", "250")
                    .command("STARTTLS", "220")
                    .startTls(authority.trustingContext(), HOST)
                    .command("EHLO after.example", "250");
            deliver(client);
        }
        upstream.peer(1).awaitLine("QUIT");
        assertThat(upstream.peer(2).heard()).contains("EHLO after.example", "Hello");
    }

    /** T9, bug 39. */
    @Test
    void asksForStartTlsBeforeMailWhereItIsRequired() throws Exception {
        proxy.tls(Mode.STARTTLS, authority.issue(HOST), true).start();
        try (RawClient client = proxy.client()) {
            client.sendLines("EHLO client.example", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.jp>", "DATA")
                    .expect("250-mx.example.org")
                    .expect("530 5.7.0 Must issue a STARTTLS command first")
                    .expect("530 5.7.0")
                    .expect("530 5.7.0");
            client.command("NOOP", "250")
                    .command("RSET", "250")
                    .command("HELP", "214")
                    .command("VRFY x", "530")
                    .command("QUIT", "221");
        }
        assertThat(upstream.connections()).as("only the probe").isLessThanOrEqualTo(1);
    }

    @Test
    void takesMailAfterTheRequiredStartTls() throws Exception {
        proxy.tls(Mode.STARTTLS, authority.issue(HOST), true).start();
        try (RawClient client = secured()) {
            deliver(client.command("EHLO client.example", "250"));
        }
    }

    /** T11. */
    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void closesAfterAFailedHandshake(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        SSLContext trustsNobodyHere = SSLContext.getDefault();
        try (RawClient client =
                proxy.client().command("EHLO client.example", "250").command("STARTTLS", "220")) {
            assertThatThrownBy(() -> client.startTls(trustsNobodyHere, HOST)).hasMessageContaining("PKIX");
        }
        SessionEnded ended = proxy.event(SessionEnded.class);
        assertThat(ended.cause()).isIn(Cause.TLS_FAILED, Cause.CLIENT_LEFT);
    }

    /** T12. */
    @Test
    void dropsAClientHelloInClearText() throws Exception {
        proxy.start();
        try (RawClient client = proxy.client()) {
            client.send(new TlsClient(client, authority.trustingContext()).hello());
            assertThat(client.rest()).isEqualTo("521 5.5.1 This is an SMTP server\r\n");
        }
        assertThat(proxy.event(SessionEnded.class).cause()).isEqualTo(Cause.PROTOCOL);
    }

    /** bug 13. */
    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void readsACommandThatTravelsWithTheLastMessageOfTheHandshake(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        try (RawClient client =
                proxy.client().command("EHLO client.example", "250").command("STARTTLS", "220")) {
            String reply = new TlsClient(client, authority.trustingContext(), "TLSv1.3")
                    .handshake("EHLO client.example\r\n")
                    .until("ENHANCEDSTATUSCODES");
            assertThat(reply).startsWith("250-mx.example.org\r\n");
        }
    }

    /** bug 46: what EHLO promises, works. */
    @Test
    void doesWhatItOffers() throws Exception {
        proxy.start();
        upstream.awaitProbe();
        try (RawClient client = proxy.client()) {
            assertThat(client.command("EHLO client.example").split("\n"))
                    .extracting(line -> line.substring(4).split(" ", 2)[0])
                    .containsExactlyInAnyOrder(
                            "mx.example.org",
                            "PIPELINING",
                            "SIZE",
                            "8BITMIME",
                            "SMTPUTF8",
                            "CHUNKING",
                            "STARTTLS",
                            "LIMITS",
                            "ENHANCEDSTATUSCODES");
            client.sendLines(
                            "MAIL FROM:<ä@example.org> SIZE=4 BODY=8BITMIME SMTPUTF8".replace("ä", "\u00c3\u00a4"),
                            "RCPT TO:<b@example.jp>")
                    .expect("250 2.1.0")
                    .expect("250 2.0.0")
                    .command("BDAT 4 LAST\r\nHi", "250 2.0.0 queued")
                    .command("STARTTLS", "220")
                    .startTls(authority.trustingContext(), HOST)
                    .command("NOOP", "250");
        }
    }

    /** T13. */
    @Test
    void offersRequireTlsOnlyUnderTls() throws Exception {
        try (TlsUpstream secure =
                new TlsUpstream(new MtaScript().offers("REQUIRETLS").startTls(authority.servingContext("127.0.0.1")))) {
            proxy = new ProxyUnderTest(secure.address())
                    .startTls(authority.issue(HOST))
                    .upstreamTls(Tls.OPPORTUNISTIC, true, Optional.empty())
                    .start();
            secure.awaitProbe();
            try (RawClient client = proxy.client()) {
                assertThat(client.command("EHLO client.example")).doesNotContain("REQUIRETLS");
                client.command("MAIL FROM:<a@example.org> REQUIRETLS", "555")
                        .command("STARTTLS", "220")
                        .startTls(authority.trustingContext(), HOST);
                assertThat(client.command("EHLO client.example")).contains("REQUIRETLS");
                client.command("MAIL FROM:<a@example.org> REQUIRETLS", "250").command("RCPT TO:<b@example.jp>", "250");
            }
            assertThat(secure.peer(1).heard()).contains("MAIL FROM:<a@example.org> REQUIRETLS");
        }
    }

    /** T13: an upstream reached in clear text cannot keep that promise. */
    @Test
    void doesNotOfferRequireTlsOverAnUpstreamInClearText() throws Exception {
        try (TlsUpstream plain = new TlsUpstream(new MtaScript().offers("REQUIRETLS"))) {
            proxy = new ProxyUnderTest(plain.address())
                    .startTls(authority.issue(HOST))
                    .start();
            plain.awaitProbe();
            try (RawClient client = secured()) {
                assertThat(client.command("EHLO client.example")).doesNotContain("REQUIRETLS");
            }
        }
    }

    /** bug 47: the trace tells the truth about TLS. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsTlsInTheReceivedLineOnlyIfItWasThere(boolean tls) throws Exception {
        proxy.receivedHeader().start();
        try (RawClient client = tls ? secured() : proxy.client()) {
            deliver(client.command("EHLO client.example", "250"));
        }
        String received = String.join("\n", upstream.peer(1).heard());
        assertThat(received.contains("with ESMTPS")).isEqualTo(tls);
        assertThat(proxy.event(SessionEnded.class).tls().isPresent()).isEqualTo(tls);
    }
}
