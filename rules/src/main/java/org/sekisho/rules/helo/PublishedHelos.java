package org.sekisho.rules.helo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names that the program ships.
 *
 * @param date when somebody last looked whether they still hold
 * @param names in lower case
 */
record PublishedHelos(LocalDate date, Set<String> names) {
    private static final String FILE = "published-helos.txt";
    private static final String DATE = "# date: ";

    static PublishedHelos shipped() {
        try (InputStream file = PublishedHelos.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing from the program");
            }
            return read(new BufferedReader(new InputStreamReader(file, UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    private static PublishedHelos read(List<String> lines) {
        LocalDate date = lines.stream()
                .filter(line -> line.startsWith(DATE))
                .map(line -> LocalDate.parse(line.substring(DATE.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(FILE + " has no line '" + DATE + "'"));
        return new PublishedHelos(
                date,
                lines.stream()
                        .filter(line -> !line.startsWith("#") && !line.isBlank())
                        .map(line -> line.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
