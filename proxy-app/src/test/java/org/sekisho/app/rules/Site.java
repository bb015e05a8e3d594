package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sekisho.app.RunningProgram;
import org.sekisho.app.config.CommandLineSettings;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.config.ConfigurationSource;
import org.sekisho.app.postfix.Program;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.settings.Endpoint;
import org.sekisho.testing.Await;
import org.sekisho.testing.DnsServer;
import org.sekisho.testing.FreePort;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/**
 * A site that runs the program before a Postfix, with one configuration and one state directory. Clients come through a
 * PROXY header, so that they may have any address; {@link #BOT} has the name of an end user's line, and
 * {@link #MAIL_SERVER} a proper one.
 */
final class Site implements AutoCloseable {
    /** Its name matches S25R. */
    static final String BOT = "203.0.113.57";

    static final String MAIL_SERVER = "192.0.2.25";

    /** In every refusal of ours. */
    private static final Pattern REFERENCE = Pattern.compile("\\(ref ([A-Z2-9-]{8,11})\\)");

    private static final Pattern LISTENS = Pattern.compile("takes mail on (\\S+:\\d+) ");
    private static final Pattern LIVE_OCTETS = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final int GREETING_LINES = 6;

    private static final String CONFIGURATION = """
            hostName: mx.example.com
            listeners:
              - {name: mx, address: "127.0.0.1:0"HEADER}
            upstream: {addresses: ["UPSTREAM"]}
            dns: {servers: ["DNS"]}
            state: {directory: "DIRECTORY/state"}
            admin: {address: "127.0.0.1:ADMIN"}
            log: {file: "DIRECTORY/log"}
            timeouts: {drain: 2s}
            """;

    private final Path directory;
    private final Map<String, String> environment;
    private final DnsServer dns = DnsServer.start();
    private RunningProgram program;
    private Endpoint address;

    private static final String WITH_HEADER = ", proxyProtocol: {from: [127.0.0.0/8]}";

    /** @param rules the section {@code rules} of the configuration, and others that it does not have yet */
    Site(RealPostfix postfix, String rules) {
        this(postfix.endpoint(RealPostfix.SMTP), WITH_HEADER, rules, Map.of());
    }

    /** A site whose mail server is a script, for more than a Postfix would bear. */
    Site(ScriptedUpstream mailServer, String rules) {
        this(mailServer, WITH_HEADER, rules, Map.of());
    }

    /** A site whose configuration is changed by these variables. */
    Site(ScriptedUpstream mailServer, String rules, Map<String, String> environment) {
        this(mailServer, WITH_HEADER, rules, environment);
    }

    private Site(ScriptedUpstream mailServer, String header, String rules, Map<String, String> environment) {
        this(new Endpoint("127.0.0.1", mailServer.address().getPort()), header, rules, environment);
    }

    /** A site whose clients are who they are: they come by {@link #clientBoundTo}. */
    static Site withoutHeader(ScriptedUpstream mailServer, String rules) {
        return new Site(mailServer, "", rules, Map.of());
    }

    private Site(Endpoint mailServer, String header, String rules, Map<String, String> environment) {
        this.environment = environment;
        try {
            directory = Files.createTempDirectory("sekisho-site");
            Files.writeString(
                    configuration(),
                    CONFIGURATION
                                    .replace("UPSTREAM", mailServer.toString())
                                    .replace("HEADER", header)
                                    .replace("DNS", dns.endpoint().toString())
                                    .replace("DIRECTORY", directory.toString())
                                    .replace("ADMIN", Integer.toString(FreePort.find()))
                            + rules);
            dns.zone()
                    .host("203-0-113-57.dsl.isp.example", BOT)
                    .host("mail.friend.example", MAIL_SERVER)
                    .add("example.org 300 MX 10 mail.friend.example");
            program = launch();
            address = listening(program);
            awaitAdmin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The program

    /** Starts one more program with this configuration, which the caller closes. */
    RunningProgram launch() throws IOException {
        return RunningProgram.start(
                directory, environment, "run", "--config", configuration().toString());
    }

    private Endpoint listening(RunningProgram started) throws IOException {
        List<String> greeting = started.lines(GREETING_LINES);
        assertThat(greeting).as(errors()).hasSize(GREETING_LINES);
        Matcher matcher = LISTENS.matcher(greeting.get(0));
        assertThat(matcher.find()).as(greeting.get(0)).isTrue();
        return Endpoint.parse(matcher.group(1));
    }

    private void awaitAdmin() {
        AtomicReference<String> last = new AtomicReference<>("");
        try {
            Await.until("the admin endpoint answers", () -> {
                Told asked = tell("rules");
                last.set(asked.output() + asked.errors());
                return asked.exitCode() == 0;
            });
        } catch (AssertionError silent) {
            throw new AssertionError(silent.getMessage() + "; it said last: " + last.get() + "; " + errors(), silent);
        }
    }

    /** Ends the program as SIGTERM does, and starts it again. */
    void restart() {
        terminate();
        awaitEnd();
        startAgain();
    }

    /** SIGTERM: the program begins to drain. */
    void terminate() {
        program.terminate();
    }

    void awaitEnd() {
        try {
            assertThat(program.exitCode()).isEqualTo(143);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        try {
            program.kill();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The process that runs now. */
    long pid() {
        return program.pid();
    }

    void startAgain() {
        try {
            program = launch();
            address = listening(program);
            awaitAdmin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while the program ended", e);
    }

    /** From now on no file takes an octet more from the program, as on a full disk; or every file does again. */
    void diskFull(boolean full) {
        String limit = full ? "--fsize=0:unlimited" : "--fsize=unlimited";
        Program prlimit = Program.run("util-linux", List.of("prlimit", "--pid", Long.toString(program.pid()), limit));
        assertThat(prlimit.exitCode()).as(prlimit.all()).isZero();
    }

    /** Octets of the program's live objects after a full collection. */
    long heap() {
        // The first collects; after the second, what finalisers and cleaners let go is gone too.
        histogram();
        Matcher total = LIVE_OCTETS.matcher(histogram());
        assertThat(total.find())
                .as("the virtual machine tells what lives in it")
                .isTrue();
        return Long.parseLong(total.group(1));
    }

    private String histogram() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Program told =
                Program.run("default-jdk-headless", List.of(jcmd, Long.toString(program.pid()), "GC.class_histogram"));
        assertThat(told.exitCode()).as(told.errors()).isZero();
        return told.output();
    }

    // Clients

    /** Where it listens; whoever comes there says with the PROXY protocol who it is. */
    Endpoint address() {
        return address;
    }

    /** A client at that address that has read the greeting and said EHLO. */
    RawClient client(String clientAddress) {
        return connect(clientAddress).expect("220").command("EHLO client.friend.example", "250");
    }

    /** A client at that address that has read nothing. */
    RawClient connect(String clientAddress) {
        return RawClient.connect(new InetSocketAddress(address.host(), address.port()))
                .sendLines("PROXY TCP4 " + clientAddress + " 198.51.100.1 4711 25");
    }

    /** A client that has a loopback address itself, and has read nothing. */
    RawClient clientBoundTo(String clientAddress) {
        return RawClient.connect(
                new InetSocketAddress(clientAddress, 0), new InetSocketAddress(address.host(), address.port()));
    }

    /** One more address with the name of an end user's line, in another network and of another provider. */
    String bot(int network) {
        String bot = "198.18." + network + ".57";
        dns.zone().host(bot.replace('.', '-') + ".dsl.isp" + network + ".example", bot);
        return bot;
    }

    /** Sends a message to the recipients that were taken, and ends the session. */
    static void sendMessage(RawClient client) {
        client.command("DATA", "354 ")
                .sendLines("Subject: one", "", "body", ".")
                .expect("250 ");
        client.command("QUIT", "221 ");
    }

    /** The name server that the program asks. */
    DnsServer dns() {
        return dns;
    }

    // Operators

    /** Runs {@code sekisho} with these words and this site's configuration. */
    Told tell(String... words) {
        return Told.by(configuration(), words);
    }

    /** As {@link #tell}, and fails unless the command succeeds. */
    String ask(String... words) {
        Told told = tell(words);
        assertThat(told.exitCode()).as(told.errors()).isZero();
        return told.output();
    }

    /** The reference in a reply. */
    static String reference(String reply) {
        Matcher matcher = REFERENCE.matcher(reply);
        assertThat(matcher.find()).as("has a reference: " + reply).isTrue();
        return matcher.group(1);
    }

    Path configuration() {
        return directory.resolve("sekisho.yaml");
    }

    Path state() {
        return directory.resolve("state");
    }

    /** What the program reads of its configuration. */
    Configuration settings() {
        try {
            return new ConfigurationSource(environment, Optional.of(configuration()), CommandLineSettings.NONE).load();
        } catch (ConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for a line of the program's log that matches, and returns it. */
    String awaitLog(String regex) {
        Pattern wanted = Pattern.compile(regex);
        return Await.value(
                "the log has " + regex,
                () -> log().lines().filter(line -> wanted.matcher(line).find()).findFirst());
    }

    /** Everything that the program has logged. */
    String log() {
        return read("log");
    }

    /** What the program that was started last has written to standard error. */
    String errors() {
        return read("stderr.log");
    }

    private String read(String file) {
        try {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        dns.close();
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
