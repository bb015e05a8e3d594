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

final class ImportJailTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsTheJailsAndTellsWhatIsLeftOut() throws IOException {
        Path file = Files.writeString(directory.resolve("jail.local"), "[postfix-sasl]\nenabled = true\n[sshd]\n");

        assertThat(execute("import-jail", file.toString())).isZero();
        assertThat(text(out)).contains("jails:\n", "  auth:\n    mode: enforce\n");
        assertThat(text(err))
                .isEqualTo(file + ":3: [sshd] the filter 'sshd' is not about SMTP; keep this jail in fail2ban\n");
    }

    @Test
    void writesNothingWhenTheFileIsBroken() throws IOException {
        Path file = Files.writeString(directory.resolve("jail.local"), "[postfix]\nenabled\n");
        Path output = directory.resolve("jails.yaml");

        assertThat(execute("import-jail", file.toString(), "--output", output.toString()))
                .isOne();
        assertThat(text(err)).startsWith("sekisho: " + file + ":2: Source contains parsing errors");
        assertThat(text(out)).isEmpty();
        assertThat(output).doesNotExist();
    }

    private int execute(String... arguments) {
        return Sekisho.execute(
                new Console(stream(out), stream(err), Map.of()), (configuration, source) -> {}, arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
