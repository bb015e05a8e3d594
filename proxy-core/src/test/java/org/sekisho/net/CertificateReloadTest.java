package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.MtaScript;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TestAuthority;
import org.sekisho.testing.TestAuthority.Issued;
import org.sekisho.testing.TlsClient;
import org.sekisho.testing.TlsUpstream;

/** A listener's certificate and key: read at start, and again when their files have changed. */
class CertificateReloadTest {
    @TempDir
    private Path directory;

    private TestAuthority authority;
    private TlsUpstream upstream;
    private Issued used;
    private ProxyUnderTest proxy;

    @BeforeEach
    void prepare() {
        authority = new TestAuthority(directory);
        upstream = new TlsUpstream(new MtaScript());
        used = authority.issue("mx.example.org");
        proxy = new ProxyUnderTest(upstream.address()).startTls(used);
    }

    @AfterEach
    void stop() {
        proxy.close();
        upstream.close();
    }

    private BigInteger shown() {
        try (RawClient wire =
                proxy.client().command("EHLO client.example", "250").command("STARTTLS", "220")) {
            return new TlsClient(wire, authority.trustingContext())
                    .handshake()
                    .shown()
                    .getSerialNumber();
        }
    }

    private static void replace(Path file, Path by) throws IOException {
        Files.move(by, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void showsANewCertificateFromTheNextHandshakeOn(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        BigInteger before = shown();
        Issued next = authority.issue("next.example.org");
        replace(used.certificate(), next.certificate());
        replace(used.key(), next.key());
        proxy.proxy().reloadCertificates();
        assertThat(shown()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void leavesConnectionsAloneThatUseTheOldCertificate(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        try (RawClient wire =
                proxy.client().command("EHLO client.example", "250").command("STARTTLS", "220")) {
            TlsClient client = new TlsClient(wire, authority.trustingContext()).handshake();
            Issued next = authority.issue("next.example.org");
            replace(used.certificate(), next.certificate());
            replace(used.key(), next.key());
            proxy.proxy().reloadCertificates();
            client.send("NOOP\r\n").until("250 2.0.0");
        }
    }

    @Test
    void readsNothingAgainThatHasNotChanged() throws Exception {
        proxy.start();
        try (LogCapture log = new LogCapture("org.sekisho.net.client")) {
            proxy.proxy().reloadCertificates();
            assertThat(log.lines()).noneMatch(line -> line.contains("certificate"));
        }
    }

    @ParameterizedTest
    @CsvSource({"certificate,OPENSSL", "key,OPENSSL", "certificate,JDK", "key,JDK"})
    void keepsTheOldCertificateAndSaysOnceThatTheNewFileIsBroken(String which, SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        BigInteger before = shown();
        Path file = which.equals("key") ? used.key() : used.certificate();
        Files.writeString(file, "not PEM");
        try (LogCapture log = new LogCapture("org.sekisho")) {
            proxy.proxy().reloadCertificates();
            proxy.proxy().reloadCertificates();
            assertThat(log.errors())
                    .singleElement()
                    .asString()
                    .contains(file.toString())
                    .doesNotContain("\n");
        }
        assertThat(shown()).isEqualTo(before);
    }

    @Test
    void saysOnceThatTheCertificateIsMissing() throws Exception {
        proxy.start();
        Files.delete(used.certificate());
        try (LogCapture log = new LogCapture("org.sekisho")) {
            proxy.proxy().reloadCertificates();
            proxy.proxy().reloadCertificates();
            assertThat(log.errors())
                    .singleElement()
                    .asString()
                    .contains(used.certificate().toString());
        }
    }

    /** The two files cannot be replaced in one moment. */
    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void waitsForTheKeyThatBelongsToANewCertificate(SslProvider provider) throws Exception {
        proxy.provider(provider).start();
        BigInteger before = shown();
        Issued next = authority.issue("next.example.org");
        replace(used.certificate(), next.certificate());
        proxy.proxy().reloadCertificates();
        assertThat(shown()).isEqualTo(before);
        replace(used.key(), next.key());
        proxy.proxy().reloadCertificates();
        assertThat(shown()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = SslProvider.class,
            names = {"OPENSSL", "JDK"})
    void doesNotStartWithAKeyThatDoesNotBelongToTheCertificate(SslProvider provider) {
        Issued other = authority.issue("other.example.org");
        proxy.provider(provider).startTls(new Issued(used.certificate(), other.key()));
        assertRefused(used.certificate() + " with the key " + other.key() + ": the key in " + other.key()
                + " does not belong to the certificate in " + used.certificate());
    }

    @Test
    void doesNotStartWithoutTheCertificate() {
        Path missing = directory.resolve("missing.pem");
        proxy.startTls(new Issued(missing, used.key()));
        assertRefused("Cannot read the certificate " + missing + ": there is no such file");
    }

    @Test
    void doesNotStartWithoutTheKey() {
        Path missing = directory.resolve("missing.key");
        proxy.startTls(new Issued(used.certificate(), missing));
        assertRefused("Cannot read the key " + missing + ": there is no such file");
    }

    @Test
    void doesNotStartWithACertificateForAKey() {
        proxy.startTls(new Issued(used.certificate(), used.certificate()));
        assertRefused(used.certificate() + " holds no private key that can be read");
    }

    @Test
    void doesNotStartWithAKeyForACertificate() {
        proxy.startTls(new Issued(used.key(), used.key()));
        assertRefused(used.key().toString());
    }

    @Test
    void doesNotStartWithADirectoryForAKey() {
        proxy.startTls(new Issued(used.certificate(), directory));
        assertRefused(directory.toString());
    }

    private void assertRefused(String words) {
        assertThatThrownBy(proxy::start)
                .isInstanceOf(ProxyStartException.class)
                .hasMessageContaining(words)
                .message()
                .doesNotContain("\n", "null");
    }
}
