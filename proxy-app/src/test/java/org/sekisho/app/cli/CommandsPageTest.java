package org.sekisho.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/commands.md has every command. */
final class CommandsPageTest {
    private static final Path PAGE = Path.of("../docs/commands.md");

    @Test
    void hasEveryCommand() throws IOException {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Set<String> commands = Sekisho.commandLine(
                        new Console(nowhere, nowhere, Map.of()), (configuration, source) -> {})
                .getSubcommands()
                .keySet();
        String page = Files.readString(PAGE);

        assertThat(commands).allSatisfy(command -> assertThat(page).containsPattern("\\| .*`" + command + "[ `\\[]"));
    }
}
