package org.sekisho.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.app.config.Configuration;
import org.sekisho.net.ProxyStartException;
import org.sekisho.settings.UpstreamSettings;

final class SekishoTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Configuration> launched = new ArrayList<>();

    @Test
    void runsWithTheDefaults() {
        assertThat(execute("run")).isZero();

        assertThat(launched)
                .singleElement()
                .matches(configuration -> configuration.upstream().isEmpty());
    }

    @Test
    void runsWithWhatTheCommandLineSays() {
        assertThat(execute(
                        "run",
                        "--listen",
                        "127.0.0.1:0",
                        "--listen",
                        "[::1]:0",
                        "--upstream",
                        "a:1",
                        "--upstream",
                        "b:2",
                        "--identity",
                        "none",
                        "--log-format",
                        "json"))
                .isZero();

        Configuration configuration = launched.get(0);
        assertThat(configuration.listeners()).hasSize(2);
        assertThat(configuration.upstream().map(upstream -> upstream.addresses().size()))
                .contains(2);
        assertThat(configuration.upstream().map(UpstreamSettings::identity)).contains(UpstreamSettings.Identity.NONE);
    }

    @Test
    void endsWith2AndTheWholeListForAWrongConfiguration() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.yaml"), "limit: 1\nlog: {format: xml}\n");

        assertThat(execute("run", "--config", file.toString())).isEqualTo(2);

        assertThat(launched).isEmpty();
        assertThat(errors())
                .containsExactly(
                        file + ":1:1: limit: unknown key; did you mean limits?",
                        file + ":2:7: log.format: must be one of text, json, is 'xml'",
                        "sekisho: 2 problems with the configuration");
    }

    @Test
    void takesTheFileFromTheEnvironment() {
        int code = Sekisho.execute(
                new Console(stream(out), stream(err), Map.of("SEKISHO_CONFIG", directory + "/none.yaml")),
                (configuration, source) -> launched.add(configuration),
                "check-config");

        assertThat(code).isEqualTo(2);
        assertThat(errors().get(0)).startsWith(directory + "/none.yaml: there is no such file");
    }

    @Test
    void saysWhatIsWrongWithAFileThatIsNotThere() {
        Path report = directory.resolve("report.eml");

        assertThat(execute("complaint", "--arf", report.toString())).isEqualTo(1);

        assertThat(errors()).containsExactly("sekisho: there is no file " + report);
    }

    @Test
    void endsWith1AndOneLineIfItCannotStart() {
        int code = Sekisho.execute(
                new Console(stream(out), stream(err), Map.of()),
                (configuration, source) -> {
                    throw new ProxyStartException("127.0.0.1:25 is in use; stop what listens there or choose another");
                },
                "run");

        assertThat(code).isEqualTo(1);
        assertThat(errors())
                .containsExactly("sekisho: 127.0.0.1:25 is in use; stop what listens there or choose another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "walk", "run --foo", "run extra", "run --listen", "check-config --schema=x"})
    void endsWith2ForAWrongCommandLine(String line) {
        assertThat(execute(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(errors()).isNotEmpty();
        assertThat(launched).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            walk        | sekisho: Unmatched argument at index 0: 'walk'; sekisho --help tells
            run --foo   | sekisho run: Unknown option: '--foo'; sekisho run --help tells
            run --lisen | sekisho run: Unknown option: '--lisen'; sekisho run --help tells
            explain --client 192.0.2.7 --rcpt ben@example.jp | sekisho explain: who sends to ben@example.jp? say --from ADDRESS, or --from '' for the null sender; sekisho explain --help tells
            ``            | sekisho: nothing to do; say for instance: sekisho run; sekisho --help tells
            """)
    void saysInOneLineWhatIsWrongWithTheCommandLine(String line, String message) {
        execute(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(errors()).singleElement().asString().startsWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "check-config --help", "help run"})
    void helpsWithExamples(String line) {
        assertThat(execute(line.split(" "))).isZero();

        assertThat(output()).contains("Usage: sekisho").contains("Examples:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "run --version"})
    void printsTheVersion(String line) {
        assertThat(execute(line.split(" "))).isZero();

        assertThat(output()).matches("sekisho \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @Test
    void printsTheEffectiveConfigurationAsAFile() throws IOException {
        assertThat(execute("check-config", "--upstream", "mail.example.org:25")).isZero();
        Path printed = Files.writeString(directory.resolve("printed.yaml"), output());
        String first = output();
        out.reset();

        assertThat(execute("check-config", "--config", printed.toString())).isZero();
        assertThat(output()).isEqualTo(first).contains("identity: xclient");
    }

    @Test
    void warnsOfRulesThatWillNotDoWhatTheyAreThereFor() throws IOException {
        Path file = Files.writeString(directory.resolve("odd.yaml"), """
                rules:
                  profile: none
                  order: {recipient: [greylist, recipients]}
                  set: {greylist: {mode: enforce}}
                  domains: {example.jp: {tarpit: enforce, helo: off}}
                """);

        assertThat(execute("check-config", "--config", file.toString())).isZero();

        assertThat(errors())
                .containsExactly(
                        "warning: rules.order.recipient: greylist stands before recipients, so clients are told to come"
                                + " back for recipients that do not exist; name recipients first",
                        "warning: rules.domains.example.jp.tarpit: the rule stands nowhere, so it will not be asked for"
                                + " anybody; name it in rules.order");
    }

    @Test
    void printsTheSchema() {
        assertThat(execute("check-config", "--schema")).isZero();

        assertThat(output()).contains("\"$schema\"").contains("connectionsPerClient");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:25", "[::1]:25", "10.1.2.3:25", "192.168.1.1:25", "[fd00::1]:25", "postfix:25"})
    void warnsOfAnOpenRelayThroughMynetworks(String upstream) {
        assertThat(execute("check-config", "--identity", "none", "--upstream", upstream))
                .isZero();

        assertThat(errors())
                .containsExactly("warning: upstream.identity is none, so " + upstream
                        + " sees every client as this proxy. If it trusts the proxy's address (Postfix: mynetworks), this"
                        + " is an open relay. Set upstream.identity to xclient, or take the proxy's address out of"
                        + " mynetworks.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--upstream 127.0.0.1:25",
                "--upstream 127.0.0.1:25 --identity proxy",
                "--upstream 192.0.2.1:25 --identity none",
                "--upstream mail.example.org:25 --identity none"
            })
    void doesNotWarnWhereThereIsNoSuchDanger(String options) {
        assertThat(execute(("check-config " + options).split(" "))).isZero();

        assertThat(errors()).isEmpty();
    }

    private int execute(String... arguments) {
        return Sekisho.execute(
                new Console(stream(out), stream(err), Map.of()),
                (configuration, source) -> launched.add(configuration),
                arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<String> errors() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
