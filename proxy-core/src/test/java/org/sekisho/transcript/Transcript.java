package org.sekisho.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session written down as text.
 *
 * @param name what it shows: the file's name without its ending
 * @param settings the lines before the first step
 */
public record Transcript(String name, Map<String, String> settings, List<Step> steps) {

    /** Whose line it is. */
    enum Who {
        CLIENT_SENDS("C:"),
        CLIENT_SENDS_RAW("C~"),
        CLIENT_GETS("S:"),
        UPSTREAM_GETS("U>"),
        UPSTREAM_SENDS("U<"),
        UPSTREAM_SENDS_RAW("U~"),
        TIME("T:"),
        POLICY("P:"),
        LEARNER("L:"),
        OPERATOR("O:"),
        REPORT("R:");

        private final String mark;

        Who(String mark) {
            this.mark = mark;
        }
    }

    private static final Set<String> KNOWN_SETTINGS = Set.of(
            "service",
            "tls",
            "identity",
            "upstream",
            "promised",
            "upstream-tls",
            "addresses",
            "opening",
            "client",
            "recipients",
            "errors",
            "message-size",
            "received",
            "normalize",
            "inspected",
            "pipelinable",
            "segments");

    /** One line of it. */
    record Step(int line, Who who, String text) {
        /** Whether it is an event rather than a line of SMTP. */
        boolean is(String event) {
            return text.equals("(" + event + ")");
        }

        @Override
        public String toString() {
            return "line " + line + ": " + who.mark + " " + text;
        }
    }

    static Transcript read(Path file) {
        try {
            String name = String.valueOf(file.getFileName());
            return parse(name.substring(0, name.lastIndexOf('.')), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Transcript parse(String name, List<String> lines) {
        Map<String, String> settings = new LinkedHashMap<>();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Who who = speaker(line);
            if (who != null) {
                steps.add(new Step(i + 1, who, line.length() > 3 ? line.substring(3) : ""));
            } else if (steps.isEmpty() && KNOWN_SETTINGS.contains(key(line))) {
                settings.put(key(line), line.substring(line.indexOf(':') + 1).trim());
            } else {
                throw new IllegalArgumentException(name + ", line " + (i + 1) + ": cannot read '" + line + "'");
            }
        }
        return new Transcript(name, settings, List.copyOf(steps));
    }

    private static @Nullable Who speaker(String line) {
        for (Who who : Who.values()) {
            if (line.startsWith(who.mark)) {
                return who;
            }
        }
        return null;
    }

    private static String key(String line) {
        return line.substring(0, Math.max(0, line.indexOf(':')));
    }

    String setting(String key, String otherwise) {
        return settings.getOrDefault(key, otherwise);
    }

    boolean has(String key) {
        return setting(key, "no").equals("yes");
    }

    @Override
    public String toString() {
        return name;
    }
}
