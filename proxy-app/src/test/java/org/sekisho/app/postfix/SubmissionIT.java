package org.sekisho.app.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.event.SessionEvent;
import org.sekisho.event.SessionEvent.AuthenticationEnded;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.settings.TlsSettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.testing.RawClient;
import org.slf4j.LoggerFactory;

/** AUTH through the proxy to a Postfix that asks Dovecot (A1 to A17). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmissionIT {
    private static final String ACCOUNT = "alice@example.com";
    private static final String PASSWORD = "correct-horse-battery";
    private static final String WITH_SASL = """
            smtpd_sasl_auth_enable = yes
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = private/auth
            smtpd_relay_restrictions = permit_sasl_authenticated, reject
            """;

    private final RealPostfix postfix = RealPostfix.usual(WITH_SASL);
    private final RealDovecot dovecot = RealDovecot.start(postfix, RealDovecot.AUTH_SERVICE, ACCOUNT, PASSWORD);
    private final Front front = Front.start(
                    Service.SUBMISSION,
                    TlsSettings.OFF,
                    UpstreamSettings.of(postfix.endpoint(RealPostfix.SMTP), Identity.XCLIENT),
                    settings -> settings)
            .probed();

    @AfterAll
    void stop() {
        front.close();
        dovecot.close();
        postfix.close();
    }

    @AfterEach
    void emptyTheQueue() {
        postfix.clear();
    }

    static Stream<Named<Function<SaslClient, String>>> mechanisms() {
        return Stream.of(
                Named.of("PLAIN", SaslClient::plain),
                Named.of("PLAIN over two lines", SaslClient::plainOverTwoLines),
                Named.of("LOGIN", SaslClient::login),
                Named.of("CRAM-MD5", SaslClient::cramMd5),
                Named.of("SCRAM-SHA-256", SaslClient::scramSha256));
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    void letsAUserInWhoMayThenRelay(Function<SaslClient, String> mechanism) {
        try (RawClient client = front.clientFrom("198.51.100.9")) {
            assertThat(mechanism.apply(new SaslClient(client, ACCOUNT, PASSWORD)))
                    .startsWith("235 2.7.0 ");
            client.command("MAIL FROM:<alice@example.com>", "250 ");
            client.command("RCPT TO:<someone@elsewhere.example>", "250 ");
            client.command("DATA", "354 ").sendLines("Subject: one", "", ".").expect("250 ");
            client.command("QUIT", "221 ");
        }
        assertThat(postfix.settledQueue()).singleElement().satisfies(message -> {
            assertThat(message.attribute("sasl_username")).contains(ACCOUNT);
            assertThat(message.attribute("client_address")).contains("198.51.100.9");
        });
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    void relaysThatAPasswordIsWrong(Function<SaslClient, String> mechanism) {
        try (RawClient client = front.client()) {
            assertThat(mechanism.apply(new SaslClient(client, ACCOUNT, "wrong")))
                    .startsWith("535 5.7.8 ");
        }
    }

    @Test
    void letsAUserTryAgainWithAnotherMechanism() {
        try (RawClient client = front.client()) {
            assertThat(new SaslClient(client, ACCOUNT, "wrong").plain()).startsWith("535 ");
            assertThat(new SaslClient(client, ACCOUNT, "wrong").cramMd5()).startsWith("535 ");
            client.command("AUTH LOGIN", "334 ").command("*", "501 ");
            assertThat(new SaslClient(client, ACCOUNT, PASSWORD).login()).startsWith("235 ");
            client.command("AUTH PLAIN", "503 ");
        }
    }

    @Test
    void hangsUpAfterThreeFailures() {
        try (RawClient client = front.client()) {
            assertThat(new SaslClient(client, ACCOUNT, "wrong").plain()).startsWith("535 ");
            assertThat(new SaslClient(client, ACCOUNT, "wrong").cramMd5()).startsWith("535 ");
            assertThat(new SaslClient(client, ACCOUNT, "wrong").login()).startsWith("535 ");
            assertThat(client.rest()).matches("(421 .*\r\n)?");
        }
    }

    @Test
    void keepsAUserWhoHasLoggedInAcrossTransactions() {
        try (RawClient client = front.client()) {
            assertThat(new SaslClient(client, ACCOUNT, PASSWORD).plain()).startsWith("235 ");
            for (int i = 0; i < 2; i++) {
                client.command("MAIL FROM:<alice@example.com>", "250 ");
                client.command("RCPT TO:<someone@elsewhere.example>", "250 ");
                client.command("RSET", "250 ");
            }
        }
    }

    @Test
    void refusesToRelayWithoutLogin() {
        try (RawClient client = front.client()) {
            client.command("MAIL FROM:<alice@example.com>");
            assertThat(client.command("RCPT TO:<someone@elsewhere.example>")).startsWith("5");
        }
    }

    @Test
    void relaysNothingAfterAFailedLogin() {
        try (RawClient client = front.client()) {
            assertThat(new SaslClient(client, ACCOUNT, "wrong").plain()).startsWith("535 ");
            client.command("MAIL FROM:<alice@example.com>");
            assertThat(client.command("RCPT TO:<someone@elsewhere.example>")).startsWith("5");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5"})
    void letsSwaksIn(String mechanism) {
        Program swaks = Program.run(
                "swaks",
                List.of(
                        "swaks",
                        "--server",
                        "127.0.0.1:" + front.address().getPort(),
                        "--auth",
                        mechanism,
                        "--auth-user",
                        ACCOUNT,
                        "--auth-password",
                        PASSWORD,
                        "--from",
                        ACCOUNT,
                        "--to",
                        "someone@elsewhere.example"));

        assertThat(swaks.exitCode()).as(swaks.all()).isZero();
        assertThat(postfix.settledQueue()).hasSize(1);
    }

    @Test
    void reportsTheAccountOfALogin() {
        try (RawClient client = front.clientFrom("198.51.100.10")) {
            assertThat(new SaslClient(client, ACCOUNT, PASSWORD).login()).startsWith("235 ");
            client.command("QUIT", "221 ");
        }
        assertThat(front.events(AuthenticationEnded.class))
                .filteredOn(event -> event.client().equals("198.51.100.10"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.mechanism()).isEqualTo("LOGIN");
                    assertThat(event.account()).isEqualTo(Optional.of(ACCOUNT));
                    assertThat(event.reply().code()).isEqualTo(235);
                });
    }

    /** All log levels on: neither the password nor what was sent on the wire for it is in a line or an event (A13). */
    @Test
    void keepsThePasswordOutOfLogsAndEvents() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Level before = root.getLevel();
        lines.start();
        root.addAppender(lines);
        root.setLevel(Level.TRACE);
        try (RawClient client = front.client()) {
            new SaslClient(client, ACCOUNT, "wrong-" + PASSWORD).login();
            new SaslClient(client, ACCOUNT, "wrong-" + PASSWORD).plainOverTwoLines();
            new SaslClient(client, ACCOUNT, PASSWORD).plain();
            client.command("QUIT", "221 ");
            postfix.awaitSettled();
        } finally {
            root.setLevel(before);
            root.detachAppender(lines);
        }

        String logged = lines.list.stream().map(SubmissionIT::withCause).collect(Collectors.joining("\n"));
        String reported =
                front.events(SessionEvent.class).stream().map(Object::toString).collect(Collectors.joining("\n"));
        assertThat(logged + reported)
                .doesNotContain(
                        PASSWORD,
                        SaslClient.base64("wrong-" + PASSWORD),
                        SaslClient.base64("\0" + ACCOUNT + "\0" + PASSWORD),
                        SaslClient.base64("\0" + ACCOUNT + "\0wrong-" + PASSWORD));
    }

    private static String withCause(ILoggingEvent line) {
        return line.getFormattedMessage()
                + (line.getThrowableProxy() == null
                        ? ""
                        : " " + line.getThrowableProxy().getMessage());
    }
}
