package org.sekisho.app.stored;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.StateTables;
import org.sekisho.rules.account.AccountSettings;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.recipients.RecipientMemory;
import org.sekisho.rules.recipients.RecipientSettings;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.Table;

/** Every table of this program, of defences and of nodes, those that operators do not move included. */
final class KeptTables {
    private static final List<Path> SOURCES = List.of(
            Path.of("../proxy-core/src/main/java"), Path.of("../rules/src/main/java"), Path.of("src/main/java"));
    private static final Pattern MADE = Pattern.compile("Table\\.(?:learned|operator)\\(");
    /** Stands for all jails: their tables are alike. */
    private static final String JAIL = "auth";

    private KeptTables() {}

    /** By name. */
    static SortedMap<String, Table<?>> byName() {
        SortedMap<String, Table<?>> all = new TreeMap<>();
        InstantSource clock = InstantSource.system();
        RecipientMemory recipients = new RecipientMemory(RecipientSettings.DEFAULTS, new MemoryStore(clock), clock);
        Jails jails = new Jails(Map.of(JAIL, Jails.defaultsOf(JAIL)));
        StateTables.of(RuleSet.NONE, recipients, jails, AccountSettings.DEFAULTS)
                .forEach(table -> all.put(table.name(), table));
        sources().flatMap(KeptTables::constants).forEach(table -> all.put(table.name(), table));
        return all;
    }

    static Table<?> named(String name) {
        return Objects.requireNonNull(byName().get(name));
    }

    /** In how many places of the program a table is made. */
    static int places() {
        return sources().mapToInt(source -> (int) made(source).count()).sum();
    }

    private static Stream<Path> sources() {
        return SOURCES.stream().flatMap(root -> {
            try (Stream<Path> files = Files.walk(root)) {
                return files
                        .filter(file ->
                                file.toString().endsWith(".java") && made(file).count() > 0)
                        .toList()
                        .stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Stream<String> made(Path source) {
        try {
            Matcher matcher = MADE.matcher(Files.readString(source));
            return matcher.results().map(found -> found.group());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Table<?>> constants(Path source) {
        String path = source.toString();
        String name = path.substring(path.indexOf("org/"), path.length() - ".java".length());
        try {
            return Stream.of(Class.forName(name.replace('/', '.')).getDeclaredFields())
                    .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Table.class)
                    .map(KeptTables::value);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(source + " has no class of its name", e);
        }
    }

    private static Table<?> value(Field field) {
        try {
            field.setAccessible(true);
            return (Table<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field + " cannot be read", e);
        }
    }
}
