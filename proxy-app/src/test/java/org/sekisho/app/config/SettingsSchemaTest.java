package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsSchemaTest {
    @TempDir
    Path directory;

    private final SettingsSchema settings = new SettingsSchema();
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(settings.text(), InputFormat.JSON);

    @Test
    void describesEverySetting() {
        assertThat(settings.settings())
                .hasSizeGreaterThan(30)
                .allSatisfy(setting -> assertThat(setting.description()).isNotBlank());
    }

    @Test
    void describesEverySettingOfAJail() {
        assertThat(settings.settingsOfEntries())
                .extracting(SettingsSchema.Setting::path)
                .contains(
                        "jails.NAME.maxRetry",
                        "jails.NAME.accountMaxRetry",
                        "jails.NAME.increment.factor",
                        "jails.NAME.stages[].from");
        assertThat(settings.settingsOfEntries())
                .allSatisfy(setting -> assertThat(setting.description()).isNotBlank());
    }

    @Test
    void acceptsTheSample() throws IOException {
        String sample = Files.readString(Path.of("../docs/sekisho.yaml"));

        assertThat(schema.validate(sample, InputFormat.YAML)).isEmpty();
    }

    @Test
    void acceptsTheDefaultsAsTheyArePrinted() throws ConfigurationException, IOException {
        Configuration configuration =
                new ConfigurationFiles(directory).load("upstream: {addresses: ['[::1]:25', 'a.example:1']}");

        assertThat(schema.validate(ConfigurationLoader.toYaml(configuration), InputFormat.YAML))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "goals: {}",
                "rules: {profile: lax}",
                "rules: {order: {greeting: []}}",
                "rules: {set: {no-such-rule: {}}}",
                "upstream: {adresses: ['a:1']}",
                "listeners: [{tls: {mode: maybe}}]",
                "listeners: [{address: localhost}]",
                "upstream: {identity: xclnt}",
                "timeouts: {drain: 5}",
                "limits: {connections: many}",
                "limits: {messageSize: 50 MiB}",
                "receivedHeader: 'yes'",
                "limits: []"
            })
    void refusesWhatTheProgramRefuses(String yaml) throws IOException {
        assertThat(schema.validate(yaml, InputFormat.YAML)).isNotEmpty();
        assertThat(new ConfigurationFiles(directory).problems(yaml)).isNotEmpty();
    }
}
