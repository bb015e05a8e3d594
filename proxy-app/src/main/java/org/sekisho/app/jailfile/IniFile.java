package org.sekisho.app.jailfile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of sections and options in the dialect that fail2ban reads: lines that begin with {@code #} or {@code ;} are
 * comments, and so is what follows a space and {@code ;}, but not what follows {@code #}; what is indented deeper goes on
 * with the option above. No section or option may stand twice.
 */
final class IniFile {
    static final String DEFAULT = "DEFAULT";

    private static final Pattern HEADER = Pattern.compile("\\[(.+)\\].*");
    private static final Pattern OPTION = Pattern.compile("([^=:]+?)\\s*[=:]\\s*(.*)");
    private static final Pattern INLINE_COMMENT = Pattern.compile("(^|\\s);");

    private final String name;
    private final Map<String, Map<String, Option>> sections = new LinkedHashMap<>();

    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private @Nullable String section;
    private @Nullable String option;
    private int indent;
    private int lineNumber;

    /** What stands after the equals sign, lines joined by line feeds, and in which line it begins. */
    record Option(String text, int line) {}

    private IniFile(String name) {
        this.name = name;
    }

    static IniFile parse(String name, String text) throws JailFileException {
        IniFile file = new IniFile(name);
        for (String line : text.split("\\R", -1)) {
            file.lineNumber++;
            file.take(line);
        }
        return file;
    }

    String name() {
        return name;
    }

    /** The names of the sections in their order, without {@link #DEFAULT}. */
    List<String> sections() {
        return sections.keySet().stream().filter(each -> !each.equals(DEFAULT)).toList();
    }

    /** What is written in the section itself, in its order. */
    Map<String, Option> options(String of) {
        return Collections.unmodifiableMap(sections.getOrDefault(of, Map.of()));
    }

    Optional<Option> find(String in, String key) {
        return Optional.ofNullable(sections.getOrDefault(in, Map.of()).get(key));
    }

    /** The line that a section begins in. */
    int lineOf(String header) {
        return lines.getOrDefault(header, 1);
    }

    private void take(String line) throws JailFileException {
        String value = withoutComment(line).strip();
        if (value.isEmpty()) {
            return;
        }
        int depth = line.length() - line.stripLeading().length();
        if (section != null && option != null && depth > indent) {
            goOn(section, option, value);
            return;
        }
        indent = depth;
        Matcher header = HEADER.matcher(value);
        if (header.matches()) {
            begin(header.group(1));
        } else {
            set(value);
        }
    }

    private static String withoutComment(String line) {
        if (line.stripLeading().startsWith("#")) {
            return "";
        }
        Matcher comment = INLINE_COMMENT.matcher(line);
        return comment.find() ? line.substring(0, comment.start()) : line;
    }

    private void goOn(String in, String key, String value) {
        sections.getOrDefault(in, Map.of())
                .computeIfPresent(
                        key,
                        (same, begun) ->
                                new Option(begun.text().isEmpty() ? value : begun.text() + "\n" + value, begun.line()));
    }

    private void begin(String header) throws JailFileException {
        if (sections.containsKey(header) && !header.equals(DEFAULT)) {
            throw new JailFileException(name, lineNumber, "section '" + header + "' already exists");
        }
        sections.computeIfAbsent(header, made -> new LinkedHashMap<>());
        lines.putIfAbsent(header, lineNumber);
        section = header;
        option = null;
    }

    private void set(String value) throws JailFileException {
        if (section == null) {
            throw new JailFileException(
                    name, lineNumber, "File contains no section headers: '" + value + "' stands before any [section]");
        }
        Matcher matcher = OPTION.matcher(value);
        if (!matcher.matches()) {
            throw new JailFileException(
                    name,
                    lineNumber,
                    "Source contains parsing errors: '" + value + "' is neither [section] nor option = value");
        }
        String key = matcher.group(1).toLowerCase(Locale.ROOT);
        Map<String, Option> options = sections.getOrDefault(section, Map.of());
        if (options.containsKey(key)) {
            throw new JailFileException(
                    name, lineNumber, "option '" + key + "' in section '" + section + "' already exists");
        }
        options.put(key, new Option(matcher.group(2), lineNumber));
        option = key;
    }
}
