package org.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.settings.Endpoint;

/** What a newcomer sees who types {@code sekisho run}; only the port is another. */
final class FirstRunIT {
    private static final Map<String, String> ANY_PORT = Map.of(
            "SEKISHO_LISTENERS_0_ADDRESS",
            "127.0.0.1:0",
            "SEKISHO_STATE_DIRECTORY",
            "state",
            "SEKISHO_ADMIN_ADDRESS",
            "127.0.0.1:0");
    private static final Pattern ADDRESS = Pattern.compile("takes mail on (\\S+:\\d+) ");

    @TempDir
    Path directory;

    @Test
    void keepsMailByteForByteAndStopsOnSigterm() throws IOException, InterruptedException {
        String message = "Subject: first\r\n\r\nline\r\n..dot\r\n\u95a2\u6240\r\n";
        try (RunningProgram program = RunningProgram.start(directory, ANY_PORT, "run")) {
            List<String> greeting = program.lines(6);
            assertThat(greeting).as(errors()).hasSize(6);

            try (RawClient client = new RawClient(address(greeting.get(0)))) {
                assertThat(client.command("EHLO client.example.org")).startsWith("250");
                assertThat(client.command("MAIL FROM:<me@example.org>")).startsWith("250");
                assertThat(client.command("RCPT TO:<you@example.org>")).startsWith("250");
                assertThat(client.command("DATA")).startsWith("354");
                String stuffed = message.replace("\r\n.", "\r\n..") + ".\r\n";
                assertThat(client.send(stuffed.getBytes(StandardCharsets.UTF_8)))
                        .startsWith("250 2.0.0 kept as ");
                assertThat(client.command("QUIT")).startsWith("221");
            }
            assertThat(kept()).hasBinaryContent(message.getBytes(StandardCharsets.UTF_8));

            program.terminate();
            assertThat(program.exitCode()).isEqualTo(143);
        }
        assertThat(errors())
                .contains(" INFO transaction session=")
                .contains("from=me@example.org recipients=1 to=you@example.org")
                .contains("outcome=accepted")
                .contains(" INFO session session=")
                .contains("cause=quit")
                .contains("INFO Draining");
    }

    @Test
    void endsWith1AndOneLineIfThePortIsInUse() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            try (RunningProgram program = RunningProgram.start(directory, Map.of(), "run", "--listen", address)) {
                assertThat(program.exitCode()).isEqualTo(1);
            }
            assertThat(errors().lines())
                    .noneMatch(line -> line.contains("Exception"))
                    .last()
                    .asString()
                    .startsWith("sekisho: ")
                    .contains(address);
        }
    }

    @Test
    void endsWith1AndOneLineIfMailCannotBeKept() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("sekisho-mail"), "a file");
        try (RunningProgram program = RunningProgram.start(directory, ANY_PORT, "run")) {
            assertThat(program.exitCode()).isEqualTo(1);
        }
        assertThat(errors())
                .isEqualTo("sekisho: embedded.directory: " + directory.resolve("sekisho-mail")
                        + " is a file; name a directory\n");
    }

    @Test
    void endsWith2IfTheConfigurationIsWrong() throws IOException, InterruptedException {
        try (RunningProgram program = RunningProgram.start(directory, Map.of("SEKISHO_LOG_FORMAT", "xml"), "run")) {
            assertThat(program.exitCode()).isEqualTo(2);
        }
        assertThat(errors())
                .startsWith("environment variable SEKISHO_LOG_FORMAT: log.format: must be one of text, json");
    }

    private static Endpoint address(String line) {
        Matcher matcher = ADDRESS.matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return Endpoint.parse(matcher.group(1));
    }

    private Path kept() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("sekisho-mail"))) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String errors() throws IOException {
        return Files.readString(directory.resolve("stderr.log"));
    }
}
