package org.sekisho.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.account.AccountSettings;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.recipients.RecipientMemory;
import org.sekisho.rules.recipients.RecipientSettings;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.Table;
import org.sekisho.testing.ManualTime;

final class StateTablesTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern MADE = Pattern.compile("Table\\.(?:learned|operator)\\(\\s*([\\w\"-]+)");

    /** One that is forgotten here would stay behind when the state is moved. */
    @Test
    void hasEveryTableThatADefenceMakes() throws IOException {
        Set<String> made = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> MADE.matcher(read(file)).results().forEach(match -> made.add(match.group(1))));
        }

        // Over within minutes, and only for the nodes that run.
        assertThat(made.remove("\"incident-claims\"")).isTrue();
        Set<String> known = tables(Map.of()).stream()
                .map(table -> '"' + table.name() + '"')
                .collect(Collectors.toCollection(TreeSet::new));
        // Two are named by a constant, and jails by their names.
        known.removeAll(Set.of("\"bans\"", "\"allow\""));
        known.addAll(List.of("NAME", "BanList", "\"jail-\""));
        assertThat(known).isEqualTo(made);
    }

    @Test
    void hasOneForEachJail() {
        assertThat(tables(Map.of("pests", Jails.defaultsOf("auth"))))
                .extracting(Table::name)
                .contains("jail-pests")
                .doesNotHaveDuplicates();
    }

    private static List<Table<?>> tables(Map<String, JailSettings> jails) {
        ManualTime time = new ManualTime();
        RecipientMemory recipients = new RecipientMemory(RecipientSettings.DEFAULTS, new MemoryStore(time), time);
        return StateTables.of(RuleSet.NONE, recipients, new Jails(jails), AccountSettings.DEFAULTS);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
