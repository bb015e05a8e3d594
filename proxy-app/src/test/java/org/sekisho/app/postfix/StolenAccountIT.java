package org.sekisho.app.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.RunningProgram;
import org.sekisho.app.admin.AdminClient;
import org.sekisho.app.admin.IncidentLine;
import org.sekisho.settings.Endpoint;
import org.sekisho.testing.Await;
import org.sekisho.testing.FreePort;
import org.sekisho.testing.RawClient;

/** A stolen account at the program before a Postfix that asks Dovecot: its thief is stopped, and its owner is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StolenAccountIT {
    private static final String ACCOUNT = "alice@example.com";
    private static final String PASSWORD = "correct-horse-battery";
    private static final String HOME = "192.0.2.10";
    private static final String THIEF = "203.0.113.66";
    private static final Pattern LISTENS = Pattern.compile("takes mail on (\\S+:\\d+) ");
    private static final String WITH_SASL = """
            smtpd_sasl_auth_enable = yes
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = private/auth
            mynetworks = 127.0.0.0/8
            smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject
            """;
    private static final String CONFIGURATION = """
            hostName: submit.example.com
            listeners:
              - name: submission
                address: "127.0.0.1:0"
                service: submission
                proxyProtocol: {from: [127.0.0.0/8]}
            upstream: {addresses: ["UPSTREAM"]}
            state: {directory: "DIRECTORY/state"}
            admin: {address: "127.0.0.1:ADMIN"}
            log: {file: "DIRECTORY/log"}
            timeouts: {drain: 2s}
            accounts: {homes: [192.0.2.0/24]}
            incidents:
              response: restrict
              complaints: {mode: enforce, max: 1}
              notice: {enabled: true, server: "UPSTREAM", addresses: "DIRECTORY/addresses"}
            """;

    private final RealPostfix postfix = RealPostfix.usual(WITH_SASL);
    private final RealDovecot dovecot = RealDovecot.start(postfix, RealDovecot.AUTH_SERVICE, ACCOUNT, PASSWORD);
    private RunningProgram program;
    private InetSocketAddress address;
    private AdminClient operator;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        int adminPort = FreePort.find();
        Files.writeString(directory.resolve("addresses"), ACCOUNT + ": user@example.com\n");
        Path file = Files.writeString(
                directory.resolve("sekisho.yaml"),
                CONFIGURATION
                        .replace("UPSTREAM", postfix.endpoint(RealPostfix.SMTP).toString())
                        .replace("DIRECTORY", directory.toString())
                        .replace("ADMIN", Integer.toString(adminPort)));
        program = RunningProgram.start(directory, Map.of(), "run", "--config", file.toString());
        String first = program.lines(1).stream().findFirst().orElse("");
        Matcher listens = LISTENS.matcher(first);
        assertThat(listens.find()).as(first).isTrue();
        Endpoint endpoint = Endpoint.parse(listens.group(1));
        address = new InetSocketAddress(endpoint.host(), endpoint.port());
        Path state = directory.resolve("state");
        operator = Await.value("the admin endpoint answers", () -> {
            try {
                AdminClient client = AdminClient.of(new Endpoint("127.0.0.1", adminPort), state, "ben");
                client.ping();
                return Optional.of(client);
            } catch (IOException notYet) {
                return Optional.empty();
            }
        });
    }

    @AfterAll
    void stop() throws InterruptedException {
        program.kill();
        dovecot.close();
        postfix.close();
    }

    private RawClient client(String from) {
        return RawClient.connect(address)
                .sendLines("PROXY TCP4 " + from + " 198.51.100.1 4711 587")
                .expect("220 ")
                .command("EHLO client.example.org", "250");
    }

    private String login(String from, String password) {
        try (RawClient client = client(from)) {
            return new SaslClient(client, ACCOUNT, password).plain();
        }
    }

    @Test
    @DisplayName(
            "capability 4.2, 4.11, 3.7: a complaint stops the thief, in the words of a wrong password, and not the owner;"
                    + " release lets in again")
    void stopsTheThiefAndNotTheOwner() throws IOException {
        Await.until("the proxy offers AUTH", () -> login(HOME, PASSWORD).startsWith("235 "));
        String wrong = login(THIEF, "wrong");
        assertThat(wrong).startsWith("535 5.7.8 ");
        String wrongInLogin;
        try (RawClient client = client(THIEF)) {
            wrongInLogin = new SaslClient(client, ACCOUNT, "wrong").login();
        }
        assertThat(login(THIEF, PASSWORD)).startsWith("235 ");

        String id = operator.complain(new IncidentLine.Complaint(ACCOUNT, "phishing"))
                .orElseThrow()
                .id();

        assertThat(login(THIEF, PASSWORD)).isEqualTo(wrong);
        try (RawClient client = client(THIEF)) {
            assertThat(new SaslClient(client, ACCOUNT, PASSWORD).login()).isEqualTo(wrongInLogin);
        }
        try (RawClient owner = client(HOME)) {
            assertThat(new SaslClient(owner, ACCOUNT, PASSWORD).login()).startsWith("235 ");
            owner.command("MAIL FROM:<alice@example.com>", "250 ").command("RCPT TO:<bob@elsewhere.example>", "250 ");
        }
        assertThat(operator.incident(id).attempts()).isEqualTo(2);
        Await.until("the owner is told", () -> kinds(id).contains("notice"));

        operator.act(id, new IncidentLine.Wish("release", "", Optional.empty(), Optional.empty()));

        assertThat(login(THIEF, PASSWORD)).startsWith("235 ");
    }

    private List<String> kinds(String id) {
        try {
            return operator.incident(id).timeline().stream()
                    .map(IncidentLine.Moment::kind)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
