package org.sekisho.app.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.settings.TlsSettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TestAuthority;
import org.sekisho.testing.TestAuthority.Issued;

/** The very lines of docs/postfix.md, with nothing changed but ports and directories. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostfixDocIT {
    private static final String SUBMISSION = "127.0.0.1:10587";
    private static final String ACCOUNT = "alice@example.com";
    private static final String PASSWORD = "secret";

    /** What every site has of its own: its name, its domain and its users. */
    private static final String SITE = """
            myhostname = mx.example.com
            mydestination =
            relay_domains = example.com
            relay_recipient_maps = inline:{ user@example.com=x }
            """;

    private final Document document = Document.read("docs/postfix.md");
    private final RealPostfix postfix =
            RealPostfix.start(SITE + document.blocks("main.cf"), document.blocks("master.cf"));
    private final RealDovecot dovecot = RealDovecot.start(
            postfix, document.blocks("dovecot.conf").replace("/var/spool/postfix", "SPOOL"), ACCOUNT, PASSWORD);
    private final Front mx = front(Service.INBOUND, postfix.endpoint(RealPostfix.SMTP));
    private final Front submission = front(Service.SUBMISSION, postfix.endpoint(SUBMISSION));

    @AfterAll
    void stop() {
        mx.close();
        submission.close();
        dovecot.close();
        postfix.close();
    }

    @AfterEach
    void emptyTheQueue() {
        postfix.clear();
    }

    @Test
    void postfixUnderstandsEveryLine() {
        assertThat(postfix.unusedParameters()).isEmpty();
    }

    @Test
    void theContainerOfPostfixHasTheSameLines() {
        Document main = Document.read("docker/postfix/main.cf");
        Document master = Document.read("docker/postfix/master.cf");

        assertThat(main.text().lines())
                .containsAll(document.firstBlock("main.cf").lines().toList());
        assertThat(master.text().lines())
                .containsAll(document.firstBlock("master.cf").lines().toList());
    }

    @Test
    void mailFromOutsideArrivesWithItsClient() {
        try (RawClient client = mx.clientFrom("198.51.100.9")) {
            sendMail(client, "user@example.com");
        }
        assertThat(postfix.settledQueue())
                .singleElement()
                .satisfies(message ->
                        assertThat(message.attribute("client_address")).contains("198.51.100.9"));
    }

    @Test
    void nobodyMayRelayEvenFromLoopback() {
        for (String address : List.of("198.51.100.9", "127.0.0.1")) {
            try (RawClient client = mx.clientFrom(address)) {
                client.command("MAIL FROM:<a@example.org>", "250 ");
                client.command("RCPT TO:<someone@elsewhere.example>", "554 5.7.1 ");
            }
        }
    }

    /** An open port without XCLIENT, as with a proxy whose identity is none, is no open relay either. */
    @Test
    void theProxyItselfMayNotRelay() {
        try (RawClient client = RawClient.connect(postfix.address()).expect("220 ")) {
            client.command("EHLO front.example.com", "250-").command("MAIL FROM:<a@example.org>", "250 ");
            client.command("RCPT TO:<someone@elsewhere.example>", "554 5.7.1 ");
        }
    }

    @Test
    void postfixItselfRefusesABareNewline() {
        try (RawClient client = RawClient.connect(postfix.address()).expect("220 ")) {
            client.command("EHLO front.example.com", "250-").command("MAIL FROM:<a@example.org>", "250 ");
            client.command("RCPT TO:<user@example.com>", "250 ").command("DATA", "354 ");
            client.send("Subject: one\r\n\r\none\ntwo\r\n.\r\n").expect("550 5.5.2 ");
        }
    }

    @Test
    void asManySessionsAsTheProxyOpensAreServed() {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 80; i++) {
                RawClient client = mx.clientFrom("198.51.100." + i);
                clients.add(client);
                client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            }
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void aUserLogsInAndSendsAnywhere() {
        try (RawClient client = submission.clientFrom("198.51.100.9")) {
            assertThat(new SaslClient(client, ACCOUNT, PASSWORD).plain()).startsWith("235 ");
            sendMail(client, "someone@elsewhere.example");
        }
        assertThat(postfix.settledQueue()).singleElement().satisfies(message -> {
            assertThat(message.attribute("sasl_username")).contains(ACCOUNT);
            assertThat(message.attribute("client_address")).contains("198.51.100.9");
        });
    }

    @Test
    void aStrangerMaySendToNobodyThroughTheSubmissionService() {
        try (RawClient client = submission.clientFrom("198.51.100.9")) {
            client.command("MAIL FROM:<a@example.org>");
            assertThat(client.command("RCPT TO:<user@example.com>")).startsWith("5");
        }
    }

    @Test
    void tlsBetweenTwoMachinesWorks(@TempDir Path directory) {
        TestAuthority authority = new TestAuthority(directory);
        Issued issued = authority.issue("127.0.0.1");
        String tls = document.blocks("tls.cf")
                .replace("/etc/postfix/upstream.pem", issued.certificate().toString())
                .replace("/etc/postfix/upstream.key", issued.key().toString());
        try (RealPostfix other = RealPostfix.start(SITE + document.blocks("main.cf") + tls, RealPostfix.ONE_SERVICE);
                Front front = Front.inbound(other);
                RawClient client = front.client()) {
            sendMail(client, "user@example.com");

            other.awaitLog("TLS connection established");
            assertThat(other.settledQueue()).hasSize(1);
        }
    }

    private static Front front(Service service, Endpoint upstream) {
        return Front.start(
                        service, TlsSettings.OFF, UpstreamSettings.of(upstream, Identity.XCLIENT), settings -> settings)
                .probed();
    }

    private static void sendMail(RawClient client, String recipient) {
        client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<" + recipient + ">", "250 ");
        client.command("DATA", "354 ").sendLines("Subject: one", "", ".").expect("250 ");
        client.command("QUIT", "221 ");
    }

    /** A Markdown page whose fenced blocks carry the name of the file that they belong to. */
    private record Document(String text) {
        private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w+ (\\S+)\\n(.*?)^```$");

        /** Reads a file of the repository, whichever module the tests run in. */
        static Document read(String name) {
            Path file = Path.of(name);
            try {
                return new Document(Files.readString(
                        Files.exists(file) ? file : Path.of("..").resolve(name)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** All blocks for the file, joined. */
        String blocks(String file) {
            return String.join("", listOf(file));
        }

        String firstBlock(String file) {
            return listOf(file).get(0);
        }

        private List<String> listOf(String file) {
            List<String> blocks = BLOCK.matcher(text)
                    .results()
                    .filter(block -> block.group(1).equals(file))
                    .map(block -> block.group(2))
                    .toList();
            if (blocks.isEmpty()) {
                throw new AssertionError("the page has no block for " + file);
            }
            return blocks;
        }
    }
}
