package org.sekisho.app.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.testing.RawClient;

/** Postfix knows the client, not the proxy (C1 to C8). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class XclientIT {
    /** With look-ups on, a name of the proxy that stayed behind would be seen. */
    private final RealPostfix postfix = RealPostfix.usual("smtpd_peername_lookup = yes\n");

    private final Front front = Front.inbound(postfix);

    @AfterAll
    void stop() {
        front.close();
        postfix.close();
    }

    @AfterEach
    void emptyTheQueue() {
        postfix.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "2001:db8::7"})
    void tellsPostfixAddressAndPortOfTheClient(String address) {
        try (RawClient client = front.clientFrom(address)) {
            sendMail(client);
        }
        QueuedMessage message = onlyMessage();
        assertThat(message.attribute("client_address")).contains(address);
        assertThat(postfix.awaitLog(message.id() + ": client=")).endsWith("client=unknown[" + address + "]:4711");
    }

    @Test
    void tellsPostfixTheGreetingNameAndTheProtocol() {
        try (RawClient client = front.connectFrom("192.0.2.7")) {
            client.command("EHLO relay.example.net", "250-");
            sendMail(client);
        }
        assertThat(holdLine(onlyMessage())).endsWith("proto=ESMTP helo=<relay.example.net>");
    }

    @Test
    void tellsPostfixTheNameGivenInHelo() {
        try (RawClient client = front.connectFrom("192.0.2.7")) {
            client.command("HELO relay.example.net", "250 ");
            sendMail(client);
        }
        assertThat(holdLine(onlyMessage())).endsWith("helo=<relay.example.net>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User",
                "under_score.example.org",
                "host.example.org.",
                "[192.0.2.7]",
                "[IPv6:2001:db8::7]",
                "a+b=c",
                "x=ADDR=127.0.0.1",
                "+0D+0A",
                "-"
            })
    void passesAnOddGreetingNameAsItIs(String name) {
        try (RawClient client = front.connectFrom("192.0.2.7")) {
            client.command("EHLO " + name, "250-");
            sendMail(client);
        }
        QueuedMessage message = onlyMessage();
        assertThat(message.attribute("client_address")).contains("192.0.2.7");
        assertThat(holdLine(message)).endsWith("helo=<" + name + ">");
    }

    @Test
    void delivesForAGreetingNameTooLongForXclient() {
        try (RawClient client = front.connectFrom("192.0.2.7")) {
            // Within 255 octets, but in xtext each + becomes three.
            client.command("EHLO " + "+".repeat(240) + ".example.org", "250-");
            sendMail(client);
        }
        assertThat(onlyMessage().attribute("client_address")).contains("192.0.2.7");
    }

    @Test
    void keepsTheClientsOfTwoSessionsApart() {
        try (RawClient one = front.clientFrom("192.0.2.7");
                RawClient two = front.clientFrom("192.0.2.8")) {
            one.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            sendMail(two);
            one.command("DATA", "354 ").sendLines("Subject: one", "", ".").expect("250 ");
            one.command("QUIT", "221 ");
        }
        assertThat(postfix.settledQueue())
                .extracting(message -> message.attribute("client_address").orElse(""))
                .containsExactlyInAnyOrder("192.0.2.7", "192.0.2.8");
    }

    @Test
    void takesNoXclientFromAClient() {
        try (RawClient client = front.clientFrom("198.51.100.9")) {
            assertThat(client.command("XCLIENT ADDR=127.0.0.1")).startsWith("5");
            client.command("MAIL FROM:<a@example.org>", "250 ");
            client.command("RCPT TO:<someone@elsewhere.example>", "554 5.7.1 ");
        }
    }

    @Test
    void defersAllMailWhenPostfixDoesNotAuthoriseXclient() {
        try (RealPostfix closed = RealPostfix.usual("smtpd_authorized_xclient_hosts =\n");
                Front front = Front.inbound(UpstreamSettings.of(closed.endpoint(RealPostfix.SMTP), Identity.XCLIENT));
                RawClient client = front.clientFrom("192.0.2.7")) {
            client.command("MAIL FROM:<a@example.org>", "250 ");
            client.command("RCPT TO:<user@example.com>", "451 4.3.0 ");
            client.command("RCPT TO:<someone@elsewhere.example>", "451 4.3.0 ");
            assertThat(client.command("DATA")).startsWith("5");
            client.command("QUIT", "221 ");

            assertThat(closed.settledQueue()).isEmpty();
            assertThat(closed.log()).doesNotContain(" rcpt=");
        }
    }

    @Test
    void tellsPostfixTheClientWithAProxyHeaderInstead() {
        try (RealPostfix behind = RealPostfix.usual("smtpd_upstream_proxy_protocol = haproxy\n");
                Front front = Front.inbound(UpstreamSettings.of(behind.endpoint(RealPostfix.SMTP), Identity.PROXY))
                        .probed();
                RawClient client = front.clientFrom("192.0.2.7")) {
            sendMail(client);

            assertThat(behind.settledQueue())
                    .singleElement()
                    .satisfies(message ->
                            assertThat(message.attribute("client_address")).contains("192.0.2.7"));
        }
    }

    private static void sendMail(RawClient client) {
        client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
        client.command("DATA", "354 ").sendLines("Subject: one", "", ".").expect("250 ");
        client.command("QUIT", "221 ");
    }

    private QueuedMessage onlyMessage() {
        List<QueuedMessage> queue = postfix.settledQueue();
        assertThat(queue).hasSize(1);
        return queue.get(0);
    }

    /** The log line of the fixture's HOLD: the one that names the greeting for mail that was taken. */
    private String holdLine(QueuedMessage message) {
        return postfix.awaitLog(message.id() + ": hold: ");
    }
}
