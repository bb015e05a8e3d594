package org.sekisho.app.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.settings.TlsSettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.settings.UpstreamSettings.Tls;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TestAuthority;
import org.sekisho.testing.TestAuthority.Issued;

/** TLS on both sides of the proxy (T1 to T15), with Postfix's own implementation on the far one. */
class UpstreamTlsIT {
    private final TestAuthority authority;

    UpstreamTlsIT(@TempDir Path directory) {
        authority = new TestAuthority(directory);
    }

    @Test
    void speaksTlsToAPostfixWhoseCertificateIsRight() {
        try (RealPostfix postfix = postfixWithCertificateFor("127.0.0.1");
                Front front = Front.inbound(upstream(postfix, Tls.REQUIRED, true))) {
            deliver(front.clientFrom("192.0.2.7"));

            assertThat(postfix.settledQueue())
                    .singleElement()
                    .satisfies(message ->
                            assertThat(message.attribute("client_address")).contains("192.0.2.7"));
            postfix.awaitLog("TLS connection established from .*TLSv1\\.[23]");
        }
    }

    @Test
    void defersWhenTheCertificateNamesAnotherHost() {
        try (RealPostfix postfix = postfixWithCertificateFor("other.example.com");
                Front front = Front.inbound(upstream(postfix, Tls.REQUIRED, true))) {
            assertDeferred(front);
            assertThat(postfix.settledQueue()).isEmpty();
        }
    }

    @Test
    void takesAnyCertificateWhereItNeedNotBeVerified() {
        try (RealPostfix postfix = postfixWithCertificateFor("other.example.com");
                Front front = Front.inbound(upstream(postfix, Tls.REQUIRED, false))) {
            deliver(front.client());

            assertThat(postfix.settledQueue()).hasSize(1);
            postfix.awaitLog("TLS connection established");
        }
    }

    @Test
    void defersWhenTlsIsRequiredAndPostfixHasNone() {
        try (RealPostfix postfix = RealPostfix.usual("");
                Front front = Front.inbound(upstream(postfix, Tls.REQUIRED, true))) {
            assertDeferred(front);
            assertThat(postfix.settledQueue()).isEmpty();
        }
    }

    @Test
    void usesTlsWherePostfixHasItAndInsists() {
        try (RealPostfix postfix = RealPostfix.usual(tlsLines("other.example.com", "encrypt"));
                Front front = Front.inbound(upstream(postfix, Tls.OPPORTUNISTIC, true))) {
            deliver(front.client());

            assertThat(postfix.settledQueue()).hasSize(1);
        }
    }

    @Test
    void staysInClearTextWhereTlsIsOff() {
        try (RealPostfix postfix = postfixWithCertificateFor("127.0.0.1");
                Front front = Front.inbound(upstream(postfix, Tls.OFF, true))) {
            deliver(front.client());

            assertThat(postfix.settledQueue()).hasSize(1);
            assertThat(postfix.log()).doesNotContain("TLS connection");
        }
    }

    @Test
    void takesMailFromAClientAfterStarttls() {
        try (RealPostfix postfix = RealPostfix.usual("");
                Front front = front(postfix, TlsSettings.Mode.STARTTLS)) {
            RawClient client = front.client().command("STARTTLS", "220 ");
            client.startTls(authority.trustingContext(), "front.example.com");
            client.command("MAIL FROM:<a@example.org>", "503 ");
            assertThat(client.command("EHLO client.example.org")).doesNotContain("STARTTLS");
            deliver(client);

            assertThat(postfix.settledQueue()).hasSize(1);
            assertThat(tlsOfTheOnlySession(front))
                    .hasValueSatisfying(tls -> assertThat(tls).startsWith("TLSv1."));
        }
    }

    @Test
    void takesMailOverTlsFromTheFirstByte() {
        try (RealPostfix postfix = RealPostfix.usual("");
                Front front = front(postfix, TlsSettings.Mode.IMPLICIT)) {
            RawClient client = RawClient.connect(front.address())
                    .startTls(authority.trustingContext(), "front.example.com")
                    .expect("220 ")
                    .command("EHLO client.example.org", "250-");
            deliver(client);

            assertThat(postfix.settledQueue()).hasSize(1);
        }
    }

    private Front front(RealPostfix postfix, TlsSettings.Mode mode) {
        Issued issued = authority.issue("front.example.com");
        TlsSettings tls = new TlsSettings(mode, Optional.of(issued.certificate()), Optional.of(issued.key()), false);
        return Front.start(Service.INBOUND, tls, upstream(postfix, Tls.OFF, true), settings -> settings);
    }

    private static Optional<String> tlsOfTheOnlySession(Front front) {
        List<SessionEnded> sessions = Await.value(
                "the session has ended",
                () -> Optional.of(front.events(SessionEnded.class)).filter(ended -> !ended.isEmpty()));
        return sessions.get(0).tls();
    }

    private RealPostfix postfixWithCertificateFor(String host) {
        return RealPostfix.usual(tlsLines(host, "may"));
    }

    private String tlsLines(String host, String level) {
        Issued issued = authority.issue(host);
        return """
                smtpd_tls_security_level = LEVEL
                smtpd_tls_cert_file = CERTIFICATE
                smtpd_tls_key_file = KEY
                smtpd_tls_loglevel = 1
                """.replace("LEVEL", level)
                .replace("CERTIFICATE", issued.certificate().toString())
                .replace("KEY", issued.key().toString());
    }

    private UpstreamSettings upstream(RealPostfix postfix, Tls tls, boolean verify) {
        return new UpstreamSettings(
                List.of(postfix.endpoint(RealPostfix.SMTP)),
                80,
                Duration.ofSeconds(20),
                Identity.XCLIENT,
                tls,
                verify,
                Optional.of(authority.authorityFile()),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10));
    }

    private static void deliver(RawClient greeted) {
        try (RawClient client = greeted) {
            client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            client.command("DATA", "354 ").sendLines("Subject: one", "", ".").expect("250 ");
            client.command("QUIT", "221 ");
        }
    }

    private static void assertDeferred(Front front) {
        try (RawClient client = front.client()) {
            client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<user@example.com>", "451 ");
            client.command("QUIT", "221 ");
        }
    }
}
