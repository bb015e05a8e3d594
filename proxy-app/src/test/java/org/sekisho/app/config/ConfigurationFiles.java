package org.sekisho.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads configurations from text, under the name {@code sekisho.yaml}. */
final class ConfigurationFiles {
    private final Path directory;
    private final RuleBook book;

    ConfigurationFiles(Path directory) {
        this(directory, RuleBook.SHIPPED);
    }

    ConfigurationFiles(Path directory, RuleBook book) {
        this.directory = directory;
        this.book = book;
    }

    Configuration load(String yaml) throws ConfigurationException, IOException {
        return load(yaml, Map.of());
    }

    Configuration load(String yaml, Map<String, String> environment) throws ConfigurationException, IOException {
        Path file = Files.writeString(directory.resolve("sekisho.yaml"), yaml);
        return new ConfigurationLoader(environment, book).load(Optional.of(file), CommandLineSettings.NONE);
    }

    /** The problems as an operator sees them, with the directory left out; empty if there are none. */
    List<String> problems(String yaml, Map<String, String> environment) throws IOException {
        try {
            load(yaml, environment);
            return List.of();
        } catch (ConfigurationException e) {
            return e.problems().stream()
                    .map(problem -> problem.toString().replace(directory + "/", ""))
                    .toList();
        }
    }

    List<String> problems(String yaml) throws IOException {
        return problems(yaml, Map.of());
    }
}
