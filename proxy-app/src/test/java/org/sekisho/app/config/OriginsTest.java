package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OriginsTest {
    @TempDir
    private Path directory;

    private ConfigurationFiles files;

    @BeforeEach
    void atDirectory() {
        files = new ConfigurationFiles(directory);
    }

    @Test
    void namesFilesThatAreThere() throws ConfigurationException, IOException {
        Path countries = Files.writeString(directory.resolve("c.csv"), "192.0.2.0,192.0.2.255,JP\n");

        assertThat(files.load("origins: {countries: " + countries + "}")
                        .origins()
                        .countries())
                .contains(countries);
    }

    @Test
    void reportsAFileThatIsNotThereAndOneThatIsBroken() throws IOException {
        Path systems = Files.writeString(directory.resolve("s.csv"), "192.0.2.0,192.0.2.255,JP\n");

        assertThat(files.problems("""
                        origins:
                          countries: %s/gone.mmdb
                          systems: %s
                        """.formatted(directory, systems)))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("sekisho.yaml:2:3: origins.countries: there is no file gone.mmdb, seen from "))
                .contains("sekisho.yaml:3:3: origins.systems: s.csv line 1: 'JP' is not the number of a system,"
                        + " such as 64500");
    }

    @Test
    void warnsOfAThresholdThatNothingIsCountedFor() throws ConfigurationException, IOException {
        assertThat(Warnings.about(files.load("jails: {auth: {aggregates: {systems: 20}}}")))
                .contains("jails.auth.aggregates.systems counts nobody; name a file in origins.systems");
    }
}
