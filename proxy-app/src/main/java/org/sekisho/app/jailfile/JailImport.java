package org.sekisho.app.jailfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@code jail.local} in our words, with remarks about what those words do not say. */
public final class JailImport {
    private final IniFile file;
    private final Map<String, ImportedJail> jails = new LinkedHashMap<>();
    private final Set<String> remarks = new LinkedHashSet<>();

    private JailImport(IniFile file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param name for remarks and complaints
     */
    public static JailImport of(String name, String text) throws JailFileException {
        JailImport made = new JailImport(IniFile.parse(name, text));
        made.options(IniFile.DEFAULT);
        for (String section : made.file.sections()) {
            made.section(section);
        }
        return made;
    }

    /** The section {@code jails} of our configuration; the remarks stand before it as comments. */
    public String yaml() {
        return JailsText.of(file.name(), List.copyOf(jails.values()), remarks());
    }

    /** What could not be carried over, and why; each with file and line. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    private void section(String name) throws JailFileException {
        if (name.equals("INCLUDES")) {
            options(name);
            return;
        }
        JailSection section = new JailSection(file, name);
        Counterpart counterpart = Counterpart.of(section.value("filter").orElse(name));
        String key = file.find(name, "filter").isPresent() ? "filter" : "";
        if (!counterpart.remark().isEmpty()) {
            remark(name, key, counterpart.remark());
        }
        if (counterpart.jails().isEmpty()) {
            return;
        }
        options(name);
        ImportedJail read = new JailReader(section, (option, what) -> remark(name, option, what))
                .read(counterpart.jails().get(0));
        counterpart.jails().forEach(ours -> take(read.named(ours)));
    }

    /** Of two that become one, the one that is enabled holds, and then the one that stands first. */
    private void take(ImportedJail jail) {
        ImportedJail there = jails.putIfAbsent(jail.name(), jail);
        if (there == null) {
            return;
        }
        boolean better = jail.enabled() && !there.enabled();
        ImportedJail kept = better ? jail : there;
        ImportedJail left = better ? there : jail;
        jails.put(jail.name(), kept);
        remark(
                left.from(),
                "",
                "the jail " + kept.name() + " counts the same as [" + kept.from() + "], whose values it has");
    }

    private void options(String section) {
        file.options(section).forEach((option, written) -> {
            String about = Remarks.about(option, written.text());
            if (!about.isEmpty() && !servesAnother(option)) {
                remark(section, option, about);
            }
        });
    }

    /** Whether another value is made with it. */
    private boolean servesAnother(String option) {
        List<String> sections = new ArrayList<>(file.sections());
        sections.add(IniFile.DEFAULT);
        return sections.stream()
                .flatMap(section -> file.options(section).values().stream())
                .anyMatch(value -> value.text().contains("%(" + option + ")s"));
    }

    private void remark(String section, String option, String what) {
        int line = file.find(section, option)
                .or(() -> file.find(IniFile.DEFAULT, option))
                .map(IniFile.Option::line)
                .orElseGet(() -> file.lineOf(section));
        remarks.add(file.name() + ":" + line + ": [" + section + "] " + (option.isEmpty() ? "" : option + ": ") + what);
    }
}
