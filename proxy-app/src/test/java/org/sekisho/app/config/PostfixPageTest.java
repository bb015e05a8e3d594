package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.settings.UpstreamSettings.Identity;

/** The configurations of docs/postfix.md, whole. What it says to Postfix is run by PostfixDocIT. */
final class PostfixPageTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml (\\S+)\\n(.*?)^```$");

    @TempDir
    Path directory;

    private final String page;

    PostfixPageTest() throws IOException {
        page = Files.readString(Path.of("../docs/postfix.md"));
    }

    @ParameterizedTest
    @CsvSource({"mx.yaml, INBOUND, 25, 10025", "submission.yaml, SUBMISSION, 587, 10587"})
    void loads(String name, Service service, int port, int upstreamPort) throws IOException, ConfigurationException {
        KeyPairs.write(directory, "mx");

        Configuration configuration = new ConfigurationFiles(directory).load(block(name));

        assertThat(configuration.listeners()).singleElement().satisfies(listener -> {
            assertThat(listener.service()).isEqualTo(service);
            assertThat(listener.address().port()).isEqualTo(port);
        });
        assertThat(configuration.upstream()).hasValueSatisfying(upstream -> {
            assertThat(upstream.identity()).isEqualTo(Identity.XCLIENT);
            assertThat(upstream.addresses())
                    .singleElement()
                    .satisfies(address -> assertThat(address.port()).isEqualTo(upstreamPort));
        });
    }

    @Test
    void hasNoOtherConfigurationThanThose() {
        assertThat(BLOCK.matcher(page).results().map(block -> block.group(1)))
                .containsExactlyInAnyOrder("mx.yaml", "submission.yaml");
    }

    /** The block as it stands, but for the folder of the certificate. */
    private String block(String name) {
        return BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1).equals(name))
                .map(block -> block.group(2).replace("/etc/sekisho/", directory + "/"))
                .findFirst()
                .orElseThrow();
    }
}
