package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sekisho.app.config.SettingsSchema.Setting;
import tools.jackson.databind.JsonNode;

/** docs/configuration.md is made from the schema; run with {@code -Dsekisho.docs=write} to bring it up to date. */
final class ReferenceTest {
    private static final Path DOCUMENT = Path.of("../docs/configuration.md");
    private static final String BEGIN = "<!-- settings: begin, written by ReferenceTest -->\n";
    private static final String END = "<!-- settings: end -->\n";

    @Test
    void isUpToDate() throws IOException {
        String document = Files.readString(DOCUMENT);
        String expected = document.substring(0, document.indexOf(BEGIN))
                + BEGIN
                + tables()
                + document.substring(document.indexOf(END));
        if (System.getProperty("sekisho.docs", "").equals("write")) {
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(document)
                .as("docs/configuration.md, which -Dsekisho.docs=write brings up to date")
                .isEqualTo(expected);
    }

    @Test
    void showsASampleThatLoads() throws ConfigurationException {
        Configuration sample = new ConfigurationLoader(Map.of())
                .load(Optional.of(Path.of("../docs/sekisho.yaml")), CommandLineSettings.NONE);

        assertThat(sample.upstream()).isPresent();
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        String section = "?";
        SettingsSchema schema = new SettingsSchema();
        List<Setting> settings = new ArrayList<>(schema.settings());
        // The short ones first, then each section.
        settings.sort(Comparator.comparing(setting -> setting.path().contains(".")));
        settings.addAll(schema.settingsOfEntries());
        for (Setting setting : settings) {
            String next = section(setting.path());
            if (!next.equals(section)) {
                section = next;
                text.append("\n### ")
                        .append(section.isEmpty() ? "Top level" : "`" + section + "`")
                        .append("\n\n| key | values | default | what it is |\n|---|---|---|---|\n");
            }
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            setting.path(),
                            values(setting.schema()),
                            standard(setting.schema()),
                            setting.description()));
        }
        return text.append('\n').toString();
    }

    /** Each rule has a table of its own, and so have the entries of a map. */
    private static String section(String path) {
        Matcher longer =
                Pattern.compile("rules\\.set\\.[a-z0-9-]+|[a-z]+\\.NAME").matcher(path);
        return longer.lookingAt() ? longer.group() : path.substring(0, Math.max(0, path.indexOf('.')));
    }

    private static String values(JsonNode schema) {
        if (schema.path("type").asString("").equals("array")) {
            return "list of " + values(schema.path("items"));
        }
        if (schema.has("enum")) {
            StringBuilder words = new StringBuilder();
            schema.path("enum")
                    .forEach(word -> words.append(words.isEmpty() ? "`" : ", `")
                            .append(word.asString())
                            .append('`'));
            return words.toString();
        }
        String pattern = schema.path("pattern").asString("");
        if (pattern.contains(DurationNotation.PATTERN)) {
            return "duration";
        }
        if (pattern.contains(SizeNotation.PATTERN)) {
            return "size";
        }
        if (!pattern.isEmpty()) {
            return "`host:port`";
        }
        return switch (schema.path("type").asString("")) {
            case "integer", "number" -> "number";
            case "boolean" -> "`true`, `false`";
            case "object" -> "map";
            default -> schema.path("format").asString("text");
        };
    }

    private static String standard(JsonNode schema) {
        JsonNode value = schema.path("default");
        if (value.isMissingNode()) {
            return "";
        }
        return "`" + (value.isContainer() ? value.toString() : value.asString()) + "`";
    }
}
