package org.sekisho.rules.s25r;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Domains of mail servers whose names look like end users' lines. Shipped with the program and never edited; operators have
 * patterns of their own. It clears a name of suspicion and of nothing else.
 */
public final class AllowedNames {
    private static final String SHIPPED = "allowed-names.txt";
    private static final String COMPILED = "compiled ";
    private static final Period FRESH = Period.ofYears(1);

    private final String source;
    private final LocalDate compiled;
    private final Map<String, Entry> entries;

    /**
     * One domain.
     *
     * @param domain in lower case; stands for itself and all names below it
     * @param since the day on which it was taken in
     * @param expires the day from which on it does not count any more
     * @param reason why, and who says so
     */
    public record Entry(String domain, LocalDate since, LocalDate expires, String reason) {
        boolean expired(LocalDate day) {
            return !day.isBefore(expires);
        }
    }

    private AllowedNames(String source, LocalDate compiled, Map<String, Entry> entries) {
        this.source = source;
        this.compiled = compiled;
        this.entries = entries;
    }

    /** The list of this version of the program. */
    public static AllowedNames shipped() {
        try (InputStream file = AllowedNames.class.getResourceAsStream(SHIPPED)) {
            if (file == null) {
                throw new IllegalStateException(SHIPPED + " is missing from this program");
            }
            return read(SHIPPED, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a list: a line {@code compiled DAY}, and for each entry a line {@code DOMAIN SINCE EXPIRES REASON}.
     *
     * @param source the file's name, for messages
     */
    static AllowedNames read(String source, String text) {
        LocalDate compiled = null;
        Map<String, Entry> entries = new HashMap<>();
        String[] lines = text.split("\n", -1);
        for (int n = 0; n < lines.length; n++) {
            String line = lines[n].strip();
            try {
                if (line.startsWith(COMPILED)) {
                    compiled = LocalDate.parse(line.substring(COMPILED.length()));
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    Entry entry = entry(line);
                    entries.put(entry.domain(), entry);
                }
            } catch (IllegalArgumentException | DateTimeParseException e) {
                throw new IllegalArgumentException(source + ", line " + (n + 1) + ": " + e.getMessage(), e);
            }
        }
        if (compiled == null) {
            throw new IllegalArgumentException(source + ": the line 'compiled DAY' is missing");
        }
        return new AllowedNames(source, compiled, Map.copyOf(entries));
    }

    private static Entry entry(String line) {
        String[] words = line.split("\\s+", 4);
        if (words.length < 4) {
            throw new IllegalArgumentException("an entry is DOMAIN SINCE EXPIRES REASON, not '" + line + "'");
        }
        return new Entry(words[0], LocalDate.parse(words[1]), LocalDate.parse(words[2]), words[3]);
    }

    /** The entry that a name falls under, if that has not expired. */
    Optional<Entry> entry(String name, Instant now) {
        LocalDate day = day(now);
        String domain = name;
        while (!domain.isEmpty()) {
            Entry entry = entries.get(domain);
            if (entry != null && !entry.expired(day)) {
                return Optional.of(entry);
            }
            int dot = domain.indexOf('.');
            domain = dot < 0 ? "" : domain.substring(dot + 1);
        }
        return Optional.empty();
    }

    public LocalDate compiled() {
        return compiled;
    }

    /** All entries, expired ones too, by domain. */
    public List<Entry> entries() {
        return entries.values().stream()
                .sorted((one, other) -> one.domain().compareTo(other.domain()))
                .toList();
    }

    /** What an operator should know about the age of this list; empty while it is fresh. */
    public List<String> warnings(Instant now) {
        LocalDate day = day(now);
        List<String> warnings = new ArrayList<>(1);
        if (day.isAfter(compiled.plus(FRESH))) {
            long expired = entries.values().stream()
                    .filter(entry -> entry.expired(day))
                    .count();
            warnings.add(
                    "The list of allowed names (" + source + ") is of " + compiled + ", older than a year; " + expired
                            + " of its " + entries.size()
                            + " entries have expired. Update Sekisho, or name mail servers under rules.set.s25r.allowPatterns");
        }
        return warnings;
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
