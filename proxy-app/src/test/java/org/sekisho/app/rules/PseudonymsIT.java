package org.sekisho.app.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.RunningProgram;
import org.sekisho.settings.Endpoint;
import org.sekisho.testing.Await;
import org.sekisho.testing.DnsServer;
import org.sekisho.testing.FreePort;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** What is left of people in all that the program writes for others to read. */
final class PseudonymsIT {
    private static final String LINE = "203.0.113.57";
    private static final String LINE_NAME = "203-0-113-57.dsl.isp.example";
    private static final String HARVESTER = "192.0.2.25";
    private static final String HOME = "2001:db8:7::9";
    private static final List<String> PEOPLE = List.of(
            LINE, LINE_NAME, HARVESTER, HOME, "carla", "anna.sender", "bert.recipient", "nobody1", "postbox.nine");

    private static final String CONFIGURATION = """
            hostName: mx.example.com
            listeners:
              - {name: mx, address: "127.0.0.1:0", proxyProtocol: {from: [127.0.0.0/8]}}
              - {name: mua, address: "127.0.0.1:0", service: submission, proxyProtocol: {from: [127.0.0.0/8]}}
            upstream: {addresses: ["UPSTREAM"], identity: none}
            dns: {servers: ["DNS"]}
            state: {directory: "DIRECTORY/state"}
            admin: {address: "127.0.0.1:ADMIN"}
            log: {file: "DIRECTORY/log", level: debug, pseudonyms: PSEUDONYMS}
            timeouts: {drain: 2s}
            rules: {profile: standard, set: {early-talker: {greetWait: 0s}, tarpit: {mode: off}}}
            jails:
              unknown-users: {mode: enforce, maxRetry: 2}
              auth: {mode: enforce, maxRetry: 1}
            """;
    private static final Pattern LISTENERS = Pattern.compile("takes mail on (\\S+) \\(mx\\), (\\S+) \\(mua\\)");

    @TempDir
    private Path directory;

    private final DnsServer dns = DnsServer.start();
    private final ScriptedUpstream upstream = ScriptedUpstream.start()
            .offering("PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "AUTH PLAIN")
            .on("AUTH", ScriptedUpstream.Answer.inTurn("235 2.7.0 welcome carla\r\n", "535 5.7.8 not carla\r\n"))
            .on(
                    "RCPT",
                    (talk, command) -> command.contains("nobody")
                            ? "550 5.1.1 " + command.substring(command.indexOf('<')) + ": unknown\r\n"
                            : "250 2.1.5 bert.recipient may get it\r\n")
            .on(ScriptedUpstream.END_OF_DATA, "250 2.0.0 kept for <bert.recipient@example.com>\r\n");

    @AfterEach
    void stop() {
        upstream.close();
        dns.close();
    }

    @Test
    void namesNobodyInLogDecisionsAndAudit() throws Exception {
        runWith(true);

        assertThat(written("log"))
                .contains(" client=ip-", " from=mbox-", "@example.org", " account=acct-", "Ban ip-", "Account acct-");
        assertThat(written("state/audit.log"))
                .contains("\"subject\":\"ip-", "AUTH failed for acct-", "to=<mbox-", " sends spam");
        assertThat(written("state/decisions")).contains("\"client\":\"ip-", "\"recipients\":[\"mbox-");
        for (String file : List.of("log", "stderr.log", "state/audit.log", "state/decisions")) {
            assertThat(written(file)).as(file).doesNotContainIgnoringCase(PEOPLE.toArray(String[]::new));
        }
    }

    /** Which shows that the test above would find them, too. */
    @Test
    void namesEverybodyAsTheyAreWithoutTheOption() throws Exception {
        runWith(false);

        assertThat(written("log"))
                .contains(
                        PEOPLE.stream().filter(name -> !name.equals(LINE_NAME)).toArray(String[]::new));
        assertThat(written("state/audit.log"))
                .contains(HARVESTER, "AUTH failed for carla 535", "to=<nobody1@example.com>");
        assertThat(written("state/decisions")).contains(LINE, LINE_NAME, "anna.sender", "bert.recipient");
        assertThat(directory.resolve("state/pseudonym-keys")).doesNotExist();
        assertThat(directory.resolve("state/reveal-token")).doesNotExist();
    }

    private void runWith(boolean pseudonyms) throws Exception {
        dns.zone()
                .host(LINE_NAME, LINE)
                .host("mail.friend.example", HARVESTER)
                .add("example.org 300 MX 10 mail.friend.example");
        Path configuration = configuration(pseudonyms);
        try (RunningProgram program =
                RunningProgram.start(directory, Map.of(), "run", "--config", configuration.toString())) {
            Matcher listeners = LISTENERS.matcher(program.lines(6).get(0));
            assertThat(listeners.find()).as(written("stderr.log")).isTrue();
            Endpoint mx = Endpoint.parse(listeners.group(1));
            Endpoint mua = Endpoint.parse(listeners.group(2));
            Await.until(
                    "the admin endpoint answers",
                    () -> ask(configuration, "ping").exitCode() == 0);
            greylisted(mx);
            harvests(mx);
            sends(mua);
            failsToLogIn(mua);
            assertThat(ask(configuration, "complaint", "carla", "--note", "Carla sends spam")
                            .exitCode())
                    .isZero();
            Await.until("two are banned", () -> written("state/audit.log").split("\"what\":\"ban\"", -1).length == 3);
            if (pseudonyms) {
                reveal(configuration);
            }
            program.terminate();
            assertThat(program.exitCode()).isEqualTo(143);
        }
    }

    private Path configuration(boolean pseudonyms) throws IOException {
        String yaml = CONFIGURATION
                .replace("UPSTREAM", "127.0.0.1:" + upstream.address().getPort())
                .replace("DNS", dns.endpoint().toString())
                .replace("DIRECTORY", directory.toString())
                .replace("ADMIN", Integer.toString(FreePort.find()))
                .replace("PSEUDONYMS", Boolean.toString(pseudonyms));
        return Files.writeString(directory.resolve("sekisho.yaml"), yaml);
    }

    // The sessions

    private static RawClient connect(Endpoint listener, String family, String client) {
        String proxy = family.equals("TCP4") ? "198.51.100.1" : "2001:db8::25";
        return RawClient.connect(new InetSocketAddress(listener.host(), listener.port()))
                .sendLines("PROXY " + family + " " + client + " " + proxy + " 4711 25")
                .expect("220");
    }

    private static void greylisted(Endpoint mx) {
        try (RawClient client = connect(mx, "TCP4", LINE)) {
            client.command("EHLO client.friend.example", "250")
                    .command("MAIL FROM:<anna.sender@example.org>", "250")
                    .command("RCPT TO:<bert.recipient@example.com>", "450")
                    .command("QUIT", "221");
        }
    }

    private static void harvests(Endpoint mx) {
        try (RawClient client = connect(mx, "TCP4", HARVESTER)) {
            client.command("EHLO [" + HARVESTER + "]", "250")
                    .command("MAIL FROM:<anna.sender@example.org>", "250")
                    .command("RCPT TO:<nobody1@example.com>", "550")
                    .command("RCPT TO:<nobody2@example.com>", "550")
                    .command("RCPT TO:<nobody3@example.com>", "421");
        }
    }

    private static void sends(Endpoint mua) {
        try (RawClient client = connect(mua, "TCP6", HOME)) {
            client.command("EHLO [IPv6:" + HOME + "]", "250")
                    .command("AUTH PLAIN " + plain("carla"), "235")
                    .command("MAIL FROM:<postbox.nine@example.com>", "250")
                    .command("RCPT TO:<bert.recipient@example.com>", "250")
                    .command("DATA", "354")
                    .sendLines("Subject: one", "", "body", ".")
                    .expect("250 ")
                    .command("QUIT", "221");
        }
    }

    private static void failsToLogIn(Endpoint mua) {
        try (RawClient client = connect(mua, "TCP6", HOME)) {
            client.command("EHLO client", "250").command("AUTH PLAIN " + plain("carla"), "535");
        }
    }

    private static String plain(String account) {
        return Base64.getEncoder().encodeToString(("\0" + account + "\0secret").getBytes(UTF_8));
    }

    // The operators

    private void reveal(Path configuration) {
        Matcher ban =
                Pattern.compile("\\[unknown-users\\] Ban (ip-[0-9a-f]{12}) ").matcher(written("log"));
        assertThat(ban.find()).isTrue();
        Told refused = ask(configuration, "reveal", ban.group(1), "--why", " ");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.errors()).contains("say why");

        Told told = ask(configuration, "reveal", ban.group(1), "--why", "complaint 4711");

        assertThat(told.output()).as(told.errors()).isEqualTo(HARVESTER + "\n");
        assertThat(written("state/audit.log"))
                .contains("\"what\":\"reveal\",\"subject\":\"" + ban.group(1) + "\",\"why\":\"complaint 4711\"");
        assertThat(ask(configuration, "audit", "verify").exitCode()).isZero();
    }

    private static Told ask(Path configuration, String... words) {
        return Told.by(configuration, words);
    }

    /** What is in a file, or in all files of a folder. */
    private String written(String name) {
        Path path = directory.resolve(name);
        try (Stream<Path> files = Files.exists(path) ? Files.walk(path) : Stream.empty()) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
