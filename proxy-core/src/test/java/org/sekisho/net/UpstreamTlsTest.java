package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.settings.UpstreamSettings.Tls;
import org.sekisho.testing.Await;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.MtaScript;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TestAuthority;
import org.sekisho.testing.TlsUpstream;

/** TLS towards the upstream: where it is used, whom it trusts, and that mail never falls back to clear text. */
@SuppressWarnings("NullAway.Init") // each test makes its own upstream and proxy
class UpstreamTlsTest {
    private static final String NO_TLS = "451 4.7.5";

    @TempDir
    private Path directory;

    /** Read by the upstream's threads. */
    private volatile MtaScript script = new MtaScript();

    private TestAuthority authority;
    private TlsUpstream upstream;
    private ProxyUnderTest proxy;

    @BeforeEach
    void prepare() {
        authority = new TestAuthority(directory);
        upstream = new TlsUpstream(peer -> script.serve(peer));
        proxy = new ProxyUnderTest(upstream.address());
    }

    @AfterEach
    void stop() {
        proxy.close();
        upstream.close();
    }

    private ProxyUnderTest before(MtaScript mta, Tls mode) {
        script = mta;
        return proxy.upstreamTls(mode, true, Optional.of(authority.authorityFile()));
    }

    private MtaScript secure() {
        return new MtaScript().startTls(authority.servingContext("127.0.0.1"));
    }

    private String recipient() {
        try (RawClient client = proxy.client()) {
            return client.command("EHLO client.example", "250")
                    .command("MAIL FROM:<a@example.org>", "250")
                    .command("RCPT TO:<b@example.jp>");
        }
    }

    private void assertNoMailAnywhere() {
        for (int i = 0; i < upstream.connections(); i++) {
            assertThat(upstream.peer(i).heard()).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    /** bug 20. */
    @ParameterizedTest
    @CsvSource({"OPPORTUNISTIC,OPENSSL", "OPPORTUNISTIC,JDK", "REQUIRED,OPENSSL", "REQUIRED,JDK"})
    void usesTlsWhereItIsOfferedAndSaysEhloOnceEachPhase(Tls mode, SslProvider provider) throws Exception {
        before(secure(), mode).provider(provider).start();
        assertThat(recipient()).startsWith("250");
        assertThat(upstream.peer(1).heard())
                .startsWith(
                        "EHLO client.example",
                        "STARTTLS",
                        "EHLO client.example",
                        "MAIL FROM:<a@example.org>",
                        "RCPT TO:<b@example.jp>");
        assertThat(upstream.peer(1).secured()).isTrue();
    }

    @Test
    void relaysInClearTextWhereTlsIsOpportunisticAndNotOffered() throws Exception {
        before(new MtaScript(), Tls.OPPORTUNISTIC).start();
        assertThat(recipient()).startsWith("250");
    }

    @Test
    void doesNotUseTlsWhereItIsOff() throws Exception {
        before(secure(), Tls.OFF).start();
        assertThat(recipient()).startsWith("250");
        assertThat(upstream.peer(1).secured()).isFalse();
    }

    /** T10. */
    @Test
    void defersWhereTlsIsRequiredAndNotOffered() throws Exception {
        before(new MtaScript(), Tls.REQUIRED).start();
        assertThat(recipient()).startsWith(NO_TLS);
        assertNoMailAnywhere();
    }

    /** T10: neither does a 454 to STARTTLS make it go on in clear text. */
    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"OPPORTUNISTIC", "REQUIRED"})
    void defersWhereStartTlsIsOfferedAndRefused(Tls mode) throws Exception {
        before(secure().on("STARTTLS", (line, peer) -> peer.say("454 4.7.0 Not now")), mode)
                .start();
        assertThat(recipient()).startsWith(NO_TLS);
        assertNoMailAnywhere();
    }

    @ParameterizedTest
    @CsvSource({
        "wrong name,OPENSSL", "unknown authority,OPENSSL", "expired,OPENSSL",
        "wrong name,JDK", "unknown authority,JDK", "expired,JDK"
    })
    void defersWhereTheCertificateIsNotValid(String trouble, SslProvider provider) throws Exception {
        try (LogCapture log = new LogCapture("org.sekisho")) {
            before(new MtaScript().startTls(bad(trouble)), Tls.REQUIRED)
                    .provider(provider)
                    .start();
            assertThat(recipient()).startsWith(NO_TLS);
            assertThat(log.errors())
                    .as("an upstream's certificate is no defect of ours")
                    .isEmpty();
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("TLS handshake"));
        }
        assertNoMailAnywhere();
    }

    @ParameterizedTest
    @CsvSource({
        "wrong name,OPENSSL", "unknown authority,OPENSSL", "expired,OPENSSL",
        "wrong name,JDK", "unknown authority,JDK", "expired,JDK"
    })
    void takesAnyCertificateWhereItIsNotVerified(String trouble, SslProvider provider) throws Exception {
        before(new MtaScript().startTls(bad(trouble)), Tls.REQUIRED)
                .provider(provider)
                .upstreamTls(Tls.REQUIRED, false, Optional.empty())
                .start();
        assertThat(recipient()).startsWith("250");
        assertThat(upstream.peer(1).secured()).isTrue();
    }

    @Test
    void takesAnyCertificateWhereTlsIsOpportunistic() throws Exception {
        before(new MtaScript().startTls(bad("unknown authority")), Tls.OPPORTUNISTIC)
                .start();
        assertThat(recipient()).startsWith("250");
    }

    private SSLContext bad(String trouble) throws Exception {
        return switch (trouble) {
            case "wrong name" -> authority.servingContext("other.example.org");
            case "expired" -> authority.expiredContext("127.0.0.1");
            default ->
                new TestAuthority(Files.createDirectory(directory.resolve("stranger"))).servingContext("127.0.0.1");
        };
    }

    /** Not even opportunistic TLS goes back to clear text: an attacker who can break a handshake would read all mail. */
    @ParameterizedTest
    @CsvSource({"OPPORTUNISTIC,OPENSSL", "OPPORTUNISTIC,JDK", "REQUIRED,OPENSSL"})
    void defersWhenTheHandshakeFails(Tls mode, SslProvider provider) throws Exception {
        try (LogCapture log = new LogCapture("org.sekisho")) {
            before(secure().on("STARTTLS", (line, peer) -> peer.say("220 go", "220 but not in TLS")), mode)
                    .provider(provider)
                    .start();
            assertThat(recipient()).startsWith("451 4.");
            assertThat(log.errors()).isEmpty();
        }
        assertNoMailAnywhere();
    }

    @Test
    void defersWhenTheUpstreamHangsUpInTheHandshake() throws Exception {
        before(
                        secure().on("STARTTLS", (line, peer) -> {
                            peer.say("220 go");
                            peer.cut();
                        }),
                        Tls.OPPORTUNISTIC)
                .start();
        assertThat(recipient()).startsWith("451 4.");
        assertNoMailAnywhere();
    }

    @Test
    void passesOverAnAddressWhoseHandshakeFailed() throws Exception {
        before(new MtaScript().startTls(authority.servingContext("other.example.org")), Tls.REQUIRED);
        try (TlsUpstream good = new TlsUpstream(secure());
                LogCapture log = new LogCapture("org.sekisho.net.upstream")) {
            proxy = new ProxyUnderTest(upstream.address(), good.address())
                    .upstreamTls(Tls.REQUIRED, true, Optional.of(authority.authorityFile()))
                    .start();
            Await.until(
                    "the probe has seen the bad one",
                    () -> log.lines().stream().anyMatch(line -> line.contains("cannot be used")));
            assertThat(recipient()).startsWith("250");
            assertThat(recipient()).startsWith("250");
            assertThat(upstream.connections()).as("the probe alone").isEqualTo(1);
        }
    }

    /** T8, bug 40: what stands behind the 220 in clear text is not heard, complete or not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 ok\r\n250-upstream\r\n250 REQUIRETLS\r\n",
                "220 ok\r\n250-SIZE 7\r\n",
                "220 ok\r\n250-SIZE 7",
                "220 ok\r\n2",
                "220 ok\r\n250-injected\r\n250-DSN\r\n250 SIZE 1\r\n250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n"
            })
    void doesNotHearWhatIsInjectedBehindTheGoAhead(String octets) throws Exception {
        before(
                        secure().offers("SIZE 1000").on("STARTTLS", (line, peer) -> {
                            peer.send(octets);
                            peer.startTls(authority.servingContext("127.0.0.1"));
                        }),
                        Tls.REQUIRED)
                .start();
        upstream.awaitProbe();
        try (RawClient client = proxy.client()) {
            assertThat(client.command("EHLO client.example"))
                    .contains("SIZE 1000")
                    .doesNotContain("REQUIRETLS", "DSN");
        }
        assertThat(recipient()).startsWith("250 2.0.0 Ok");
        assertThat(upstream.peer(1).heard()).contains("MAIL FROM:<a@example.org>");
    }

    @Test
    void doesNotStartWithoutTheTrustedAuthorities() {
        before(secure(), Tls.REQUIRED);
        Path missing = directory.resolve("missing.pem");
        proxy.upstreamTls(Tls.REQUIRED, true, Optional.of(missing));
        assertThatThrownBy(proxy::start)
                .isInstanceOf(ProxyStartException.class)
                .hasMessageContaining(missing.toString());
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void doesNotStartWithAuthoritiesThatAreNotPem(SslProvider provider) throws Exception {
        before(secure(), Tls.REQUIRED);
        Path broken = Files.writeString(directory.resolve("broken.pem"), "not PEM");
        proxy.provider(provider).upstreamTls(Tls.REQUIRED, true, Optional.of(broken));
        assertThatThrownBy(proxy::start)
                .isInstanceOf(ProxyStartException.class)
                .hasMessageContaining(broken.toString());
    }
}
