package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.policy.Mode;
import org.sekisho.rules.Placement;
import org.sekisho.rules.greylist.GreylistSettings;
import org.sekisho.rules.tarpit.TarpitSettings;

/** What the configurations of docs/rules.md say. */
final class RulesPageTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

    @TempDir
    Path directory;

    private final List<String> blocks;

    RulesPageTest() throws IOException {
        blocks = BLOCK.matcher(Files.readString(Path.of("../docs/rules.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    @Test
    @DisplayName("capability 2.6: the two published profiles of taRgrey, 125 s and 30 min, 95 s and 10 min")
    void hasTheTwoPublishedProfilesOfTargrey() throws IOException, ConfigurationException {
        assertTargrey(blocks.get(2), Duration.ofSeconds(125), Duration.ofMinutes(30));
        assertTargrey(blocks.get(3), Duration.ofSeconds(95), Duration.ofMinutes(10));
    }

    private void assertTargrey(String block, Duration wait, Duration comeBackAfter)
            throws IOException, ConfigurationException {
        RulesSettings rules = new ConfigurationFiles(directory).load(block).rules();

        assertThat(rules.set().byName().get("tarpit"))
                .satisfies(tarpit -> assertThat(tarpit.mode()).isEqualTo(Mode.ENFORCE))
                .extracting(Placement::settings)
                .isInstanceOfSatisfying(
                        TarpitSettings.class,
                        settings -> assertThat(settings.delay()).isEqualTo(wait));
        assertThat(rules.set().byName().get("greylist"))
                .satisfies(greylist -> assertThat(greylist.mode()).isEqualTo(Mode.ENFORCE))
                .extracting(Placement::settings)
                .isInstanceOfSatisfying(
                        GreylistSettings.class,
                        settings -> assertThat(settings.delay()).isEqualTo(comeBackAfter));
    }
}
