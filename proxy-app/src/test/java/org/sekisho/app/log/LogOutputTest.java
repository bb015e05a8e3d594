package org.sekisho.app.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.config.LogSettings;
import org.sekisho.app.config.LogSettings.Format;
import org.sekisho.app.config.LogSettings.Level;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.event.SessionEvent.AuthenticationEnded;
import org.sekisho.smtp.Reply;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class LogOutputTest {
    private static final AuthenticationEnded EVENT = new AuthenticationEnded(
            "a1", "mx", "192.0.2.7", "PLAIN", Optional.of("joe"), Optional.empty(), Reply.of(235, "2.7.0", "Welcome"));

    @TempDir
    Path directory;

    private final ByteArrayOutputStream standardError = new ByteArrayOutputStream();

    @Test
    void writesEventsAsTextLines() throws IOException {
        logging(LogSettings.DEFAULTS, () -> {
            new EventLog().accept(EVENT);
        });

        assertThat(lines()).singleElement().asString().matches("\\S{24} INFO auth session=a1 listener=mx .*");
    }

    @Test
    void writesEventsAsJsonObjects() throws IOException {
        logging(LogSettings.of(Format.JSON, Optional.empty(), Level.INFO), () -> {
            new EventLog().accept(EVENT);
        });

        JsonNode line = new JsonMapper().readTree(lines().get(0));
        assertThat(line.path("level").asString()).isEqualTo("info");
        assertThat(line.path("event").asString()).isEqualTo("auth");
        assertThat(line.path("account").asString()).isEqualTo("joe");
    }

    @Test
    void keepsAMessageOnOneLine() throws IOException {
        logging(LogSettings.DEFAULTS, () -> {
            LoggerFactory.getLogger("org.sekisho.test").warn("Upstream said {}", "no\r\nfake line\u001b[2J");
        });

        assertThat(lines()).singleElement().asString().endsWith("WARN Upstream said no\\r\\nfake line\\u001b[2J");
    }

    @Test
    void indentsEveryLineOfATraceSoThatNoneLooksLikeALine() throws IOException {
        logging(LogSettings.DEFAULTS, () -> {
            LoggerFactory.getLogger("org.sekisho.test")
                    .error("Broken", new IllegalStateException("bad\n2026-11-21T10:00:00.000Z INFO session"));
        });

        assertThat(lines().get(0)).endsWith("ERROR Broken");
        assertThat(lines().subList(1, lines().size())).isNotEmpty().allMatch(line -> line.startsWith("    "));
    }

    @Test
    void putsATraceIntoOneJsonObject() throws IOException {
        logging(LogSettings.of(Format.JSON, Optional.empty(), Level.INFO), () -> {
            LoggerFactory.getLogger("org.sekisho.test").error("Broken", new IllegalStateException("bad\nline"));
        });

        assertThat(lines()).hasSize(1);
        assertThat(new JsonMapper().readTree(lines().get(0)).path("trace").asString())
                .contains("bad\nline");
    }

    @Test
    void leavesOutWhatIsBelowTheLevel() throws IOException {
        logging(LogSettings.of(Format.TEXT, Optional.empty(), Level.WARN), () -> {
            new EventLog().accept(EVENT);
            LoggerFactory.getLogger("org.sekisho.test").warn("Seen");
            LoggerFactory.getLogger("io.netty.test").info("Not of interest");
        });

        assertThat(lines()).singleElement().asString().endsWith("WARN Seen");
    }

    @Test
    void appendsToTheFile() throws IOException {
        Path file = directory.resolve("sekisho.log");
        Files.writeString(file, "before\n");
        logging(LogSettings.of(Format.TEXT, Optional.of(file), Level.INFO), () -> {
            new EventLog().accept(EVENT);
        });

        assertThat(Files.readAllLines(file)).hasSize(2).first().isEqualTo("before");
        assertThat(lines()).isEmpty();
    }

    @Test
    void saysWhichFileCannotBeWritten() {
        Path file = directory.resolve("none").resolve("sekisho.log");

        assertThatThrownBy(() -> open(LogSettings.of(Format.TEXT, Optional.of(file), Level.INFO)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "log.file: cannot write to " + file + "; create its directory and let this user write there");
    }

    private void logging(LogSettings settings, Runnable what) throws IOException {
        LogOutput log = open(settings);
        what.run();
        log.close();
    }

    private LogOutput open(LogSettings settings) throws IOException {
        return LogOutput.open(settings, standardError, InstantSource.system(), Names.AS_THEY_ARE);
    }

    private List<String> lines() {
        return standardError.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
