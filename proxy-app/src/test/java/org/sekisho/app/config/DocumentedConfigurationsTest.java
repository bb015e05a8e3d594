package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration of the documents is right as it stands. Those with a file's name are of {@link PostfixPageTest}. */
final class DocumentedConfigurationsTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

    @TempDir
    Path directory;

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(DOCS)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !blocks(file).isEmpty())
                    .sorted()
                    .toList();
        }
    }

    private static List<String> blocks(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page))
                    .results()
                    .map(block -> block.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void areFound() throws IOException {
        assertThat(pages())
                .extracting(page -> DOCS.relativize(page).toString())
                .contains("rules.md", "dns.md", "defences/tarpit.md", "defences/limits.md");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void hasNoConfigurationThatIsWrong(Path page) throws IOException {
        for (String block : blocks(page)) {
            assertThat(new ConfigurationFiles(directory).problems(block))
                    .as(block)
                    .isEmpty();
        }
    }
}
