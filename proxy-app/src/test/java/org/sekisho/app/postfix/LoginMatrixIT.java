package org.sekisho.app.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.app.RunningProgram;
import org.sekisho.app.admin.AdminClient;
import org.sekisho.app.admin.IncidentLine;
import org.sekisho.settings.Endpoint;
import org.sekisho.testing.Await;
import org.sekisho.testing.FreePort;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.TestAuthority;

/** Programs of users log in through the program to a Postfix that asks Dovecot, which asks a server about tokens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginMatrixIT {
    private static final String ACCOUNT = "alice@example.com";
    private static final String PASSWORD = "correct-horse-battery";
    private static final String TOKEN = "ya29.token-of-alice";
    private static final String THIEF = "203.0.113.66";
    private static final Pattern LISTENS = Pattern.compile("(127\\.0\\.0\\.1:\\d+) \\((\\w+)\\)");
    private static final String WITH_SASL = """
            smtpd_sasl_auth_enable = yes
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = private/auth
            mynetworks = 127.0.0.0/8
            smtpd_relay_restrictions = permit_sasl_authenticated, reject
            """;
    private static final String CONFIGURATION = """
            hostName: submit.example.com
            listeners:
              - {name: plain, address: "127.0.0.1:0", service: submission}
              - name: starttls
                address: "127.0.0.1:0"
                service: submission
                tls: {mode: starttls, certificate: "CERTIFICATE", key: "KEY"}
              - name: implicit
                address: "127.0.0.1:0"
                service: submission
                tls: {mode: implicit, certificate: "CERTIFICATE", key: "KEY"}
              - name: balanced
                address: "127.0.0.1:0"
                service: submission
                proxyProtocol: {from: [127.0.0.0/8]}
            upstream: {addresses: ["UPSTREAM"]}
            state: {directory: "DIRECTORY/state"}
            admin: {address: "127.0.0.1:ADMIN"}
            log: {file: "DIRECTORY/log"}
            timeouts: {drain: 2s}
            accounts: {realm: example.com}
            incidents: {response: restrict, complaints: {mode: enforce, max: 1}}
            """;

    /** What RawClient speaks; the name is that of the mechanism. */
    private static final Map<String, Function<SaslClient, String>> MECHANISMS = Map.of(
            "PLAIN", SaslClient::plain,
            "LOGIN", SaslClient::login,
            "CRAM-MD5", SaslClient::cramMd5,
            "SCRAM-SHA-256", SaslClient::scramSha256,
            "XOAUTH2", SaslClient::xoauth2,
            "OAUTHBEARER", SaslClient::oauthBearer);

    private final RealPostfix postfix = RealPostfix.usual(WITH_SASL);
    private final TokenServer tokens = new TokenServer(ACCOUNT, TOKEN);
    private final RealDovecot dovecot =
            RealDovecot.start(postfix, RealDovecot.AUTH_SERVICE, ACCOUNT, PASSWORD, tokens.settings());
    private final Map<String, InetSocketAddress> listeners = new HashMap<>();
    private Path directory;
    private RunningProgram program;
    private AdminClient operator;

    @BeforeAll
    void start(@TempDir Path made) throws IOException {
        directory = made;
        TestAuthority.Issued certificate = new TestAuthority(made).issue("127.0.0.1");
        int adminPort = FreePort.find();
        Path file = Files.writeString(
                made.resolve("sekisho.yaml"),
                CONFIGURATION
                        .replace("CERTIFICATE", certificate.certificate().toString())
                        .replace("KEY", certificate.key().toString())
                        .replace("UPSTREAM", postfix.endpoint(RealPostfix.SMTP).toString())
                        .replace("DIRECTORY", made.toString())
                        .replace("ADMIN", Integer.toString(adminPort)));
        program = RunningProgram.start(made, Map.of(), "run", "--config", file.toString());
        Matcher bound = LISTENS.matcher(String.join("", program.lines(1)));
        while (bound.find()) {
            Endpoint endpoint = Endpoint.parse(bound.group(1));
            listeners.put(bound.group(2), new InetSocketAddress(endpoint.host(), endpoint.port()));
        }
        assertThat(listeners).hasSize(4);
        operator = Await.value("the admin endpoint answers", () -> {
            try {
                AdminClient client = AdminClient.of(new Endpoint("127.0.0.1", adminPort), made.resolve("state"), "ben");
                client.ping();
                return Optional.of(client);
            } catch (IOException notYet) {
                return Optional.empty();
            }
        });
        Await.until("the proxy offers AUTH", () -> {
            try (RawClient client = RawClient.connect(listener("plain")).expect("220 ")) {
                return client.command("EHLO probe.example.org").contains("XOAUTH2");
            }
        });
    }

    private InetSocketAddress listener(String name) {
        return Objects.requireNonNull(listeners.get(name));
    }

    @AfterAll
    void stop() throws InterruptedException {
        program.kill();
        dovecot.close();
        tokens.close();
        postfix.close();
    }

    @AfterEach
    void emptyTheQueue() {
        postfix.clear();
    }

    /** The mail has the account's name in Postfix's queue, the log has the login, and the account has learnt of it. */
    @ParameterizedTest(name = "{0}, {1}, {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # program    | wire     | mechanism
            swaks        | plain    | PLAIN
            swaks        | plain    | LOGIN
            swaks        | plain    | CRAM-MD5
            swaks        | starttls | PLAIN
            swaks        | starttls | LOGIN
            swaks        | starttls | CRAM-MD5
            swaks        | implicit | PLAIN
            swaks        | implicit | LOGIN
            swaks        | implicit | CRAM-MD5
            Jakarta Mail | plain    | PLAIN
            Jakarta Mail | plain    | LOGIN
            Jakarta Mail | plain    | XOAUTH2
            Jakarta Mail | starttls | PLAIN
            Jakarta Mail | starttls | LOGIN
            Jakarta Mail | starttls | XOAUTH2
            Jakarta Mail | implicit | PLAIN
            Jakarta Mail | implicit | LOGIN
            Jakarta Mail | implicit | XOAUTH2
            """)
    void aUserLogsInAndSends(String program, String wire, String mechanism) {
        long loginsBefore = logins();
        long linesBefore = logged(wire, mechanism, 235);

        assertThat(client(program, wire, mechanism).sends(ACCOUNT, secret(mechanism)))
                .isEmpty();

        assertThat(postfix.settledQueue())
                .singleElement()
                .satisfies(message ->
                        assertThat(message.attribute("sasl_username")).contains(ACCOUNT));
        Await.until("the login is learnt", () -> logins() == loginsBefore + 1);
        Await.until("the login is logged", () -> logged(wire, mechanism, 235) == linesBefore + 1);
        assertThat(written()).doesNotContain(secrets());
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @CsvSource(delimiter = '|', textBlock = """
            swaks        | plain    | LOGIN
            swaks        | starttls | PLAIN
            swaks        | implicit | CRAM-MD5
            Jakarta Mail | plain    | PLAIN
            Jakarta Mail | starttls | PLAIN
            Jakarta Mail | implicit | LOGIN
            """)
    void aWrongPasswordIsToldAndNotLearnt(String program, String wire, String mechanism) {
        long loginsBefore = logins();
        long linesBefore = logged(wire, mechanism, 535);

        assertThat(client(program, wire, mechanism).sends(ACCOUNT, "wrong-" + secret(mechanism)))
                .contains("535 5.7.8");

        Await.until("the failure is logged", () -> logged(wire, mechanism, 535) == linesBefore + 1);
        assertThat(logins()).isEqualTo(loginsBefore);
        assertThat(written()).doesNotContain(secrets());
    }

    /** The program leaves at the error that comes before 535. */
    @Test
    void aWrongTokenIsToldAndNotLearnt() {
        long loginsBefore = logins();

        assertThat(client("Jakarta Mail", "starttls", "XOAUTH2").sends(ACCOUNT, "wrong-" + TOKEN))
                .contains("334 eyJzdGF0dXMiOiI0MDEi");

        assertThat(logins()).isEqualTo(loginsBefore);
        assertThat(written()).doesNotContain(secrets());
    }

    /** A11, A12: by no mechanism, and in no spelling of its name. */
    @Test
    void aRestrictedAccountIsRefusedInTheWordsOfAWrongPassword() throws IOException {
        assertThat(client("swaks", "plain", "PLAIN").sends(ACCOUNT, PASSWORD)).isEmpty();
        Await.until("the account is known", () -> logins() > 0);
        Map<String, String> wrong = new HashMap<>();
        MECHANISMS.forEach((name, login) -> wrong.put(name, outcome(login, ACCOUNT, "wrong")));
        assertThat(wrong.values()).allMatch(reply -> reply.contains("535 5.7.8 "));
        String id = operator.complain(new IncidentLine.Complaint("Alice", "phishing"))
                .orElseThrow()
                .id();

        MECHANISMS.forEach((name, login) ->
                assertThat(outcome(login, ACCOUNT, secret(name))).as(name).isEqualTo(wrong.get(name)));
        assertThat(outcome(SaslClient::plain, "ALICE", PASSWORD)).isEqualTo(wrong.get("PLAIN"));

        operator.act(id, new IncidentLine.Wish("release", "", Optional.empty(), Optional.empty()));
        MECHANISMS.forEach((name, login) ->
                assertThat(outcome(login, ACCOUNT, secret(name))).as(name).startsWith("235 "));
    }

    /** The last reply to a login from elsewhere; a challenge of its own, at the end of Postfix's words, aside. */
    private String outcome(Function<SaslClient, String> login, String account, String secret) {
        try (RawClient client = RawClient.connect(listener("balanced"))
                .sendLines("PROXY TCP4 " + THIEF + " 198.51.100.1 4711 587")
                .expect("220 ")
                .command("EHLO client.example.org", "250")) {
            return login.apply(new SaslClient(client, account, secret))
                    .replaceFirst("failed: (PD|cj1)\\S+", "failed: *");
        }
    }

    private static String secret(String mechanism) {
        return mechanism.equals("XOAUTH2") || mechanism.equals("OAUTHBEARER") ? TOKEN : PASSWORD;
    }

    private MailProgram client(String program, String wire, String mechanism) {
        int port = listener(wire).getPort();
        return program.equals("swaks")
                ? MailProgram.swaks(port, wire, mechanism)
                : MailProgram.jakartaMail(port, wire, mechanism);
    }

    private long logins() {
        try {
            return operator.account("alice").logins();
        } catch (IOException notYetKnown) {
            return 0;
        }
    }

    private long logged(String listener, String mechanism, int code) {
        return read(directory.resolve("log"))
                .lines()
                .filter(line -> line.contains(" listener=" + listener + " ")
                        && line.contains(" mechanism=" + mechanism + " account=" + ACCOUNT + " reply=\"" + code + " "))
                .count();
    }

    /** All that the program has written: log, standard error, state. */
    private String written() {
        try (Stream<Path> files = Files.walk(directory)) {
            StringBuilder all = new StringBuilder();
            files.filter(Files::isRegularFile).forEach(file -> all.append(read(file)));
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> secrets() {
        return List.of(
                PASSWORD,
                TOKEN,
                SaslClient.base64(PASSWORD),
                SaslClient.base64("\0" + ACCOUNT + "\0" + PASSWORD),
                SaslClient.base64("user=" + ACCOUNT + "\1auth=Bearer " + TOKEN + "\1\1"));
    }
}
