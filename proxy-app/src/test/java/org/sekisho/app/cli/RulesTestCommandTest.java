package org.sekisho.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sekisho rules test}, without a running proxy. */
final class RulesTestCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aNameLikeALinesIsClearedByTheShippedList() {
        assertThat(test("--name", "mail-lf1-f100.google.com")).isZero();

        assertThat(output().lines())
                .containsExactly(
                        "name mail-lf1-f100.google.com: not a suspect (level standard)",
                        "  matches R1  ^[^.]*[0-9][^0-9.]+[0-9].*\\.  the lowest label holds two numbers with something in"
                                + " between",
                        "  cleared by the shipped list (google.com)");
    }

    @Test
    void aClientWithoutANameIsASuspect() {
        assertThat(test("--name", "unknown")).isZero();

        assertThat(output()).startsWith("name unknown: a suspect (level standard)\n  matches R0  ^unknown$  ");
    }

    @Test
    void aMailServersNameMatchesNothing() {
        assertThat(test("--name", "mx.example.net")).isZero();

        assertThat(output()).isEqualTo("name mx.example.net: not a suspect (level standard)\n  matches no pattern\n");
    }

    @Test
    void aNameOfBotsInHeloWouldBeRefused() {
        assertThat(test("--helo", "SPK02")).isZero();

        assertThat(output().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("helo SPK02: greets as only bots do, by the list of 20");
        assertThat(output()).contains("\n  wants: 550 5.7.1 HELO with a name that is refused here");
    }

    @Test
    void judgesByTheConfiguration(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("own.yaml"), "rules: {set: {s25r: {level: loose, patterns: ['^pool-']}}}\n");

        assertThat(test("--name", "pool-1-2.example.net", "--helo", "mx.example.net", "--config", file.toString()))
                .isZero();

        assertThat(output())
                .startsWith("name pool-1-2.example.net: a suspect (level loose)\n  matches ^pool-  ")
                .endsWith("helo mx.example.net: nothing known against the name\n");
    }

    @Test
    void wantsSomethingToTest() {
        assertThat(test()).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nothing to test; say --name or --helo");
    }

    private int test(String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "rules";
        words[1] = "test";
        System.arraycopy(options, 0, words, 2, options.length);
        Console console = new Console(stream(out), stream(err), Map.of());
        return Sekisho.execute(
                console,
                (configuration, source) -> {
                    throw new AssertionError("nothing is launched");
                },
                words);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
