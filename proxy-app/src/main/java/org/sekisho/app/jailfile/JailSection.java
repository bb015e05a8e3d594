package org.sekisho.app.jailfile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One jail with all that holds for it: its own options before those that fail2ban brings for this jail, then the file's
 * {@code [DEFAULT]}, then fail2ban's; {@code %(name)s} stands for the value of another option.
 */
final class JailSection {
    /** As deep as Python's configparser goes. */
    private static final int DEEPEST = 10;

    private static final Pattern REFERENCE = Pattern.compile("%(?:%|\\(([^)]+)\\)s)");

    private final IniFile file;
    private final String name;

    JailSection(IniFile file, String name) {
        this.file = file;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** As it is written, references and all. */
    Optional<IniFile.Option> written(String key) {
        return file.find(name, key)
                .or(() -> StockJails.FILE.find(name, key))
                .or(() -> file.find(IniFile.DEFAULT, key))
                .or(() -> StockJails.FILE.find(IniFile.DEFAULT, key));
    }

    /** With every reference resolved. */
    Optional<String> value(String key) throws JailFileException {
        Optional<IniFile.Option> option = written(key);
        return option.isEmpty() ? Optional.empty() : Optional.of(resolve(key, option.get(), option.get(), 0));
    }

    /** Where whoever reads a complaint finds it: the option, or the file's first line for what fail2ban brings. */
    JailFileException wrong(String key, String what) {
        int line = written(key).map(IniFile.Option::line).orElse(1);
        return new JailFileException(file.name(), line, "[" + name + "] " + key + ": " + what);
    }

    private String resolve(String key, IniFile.Option asked, IniFile.Option option, int depth)
            throws JailFileException {
        if (depth > DEEPEST) {
            throw wrong(key, "Value interpolation too deeply recursive: '" + asked.text() + "'");
        }
        StringBuilder resolved = new StringBuilder();
        Matcher reference = REFERENCE.matcher(option.text());
        int copied = 0;
        while (reference.find()) {
            resolved.append(option.text(), copied, reference.start());
            copied = reference.end();
            String meant = reference.group(1);
            resolved.append(meant == null ? "%" : referred(key, asked, meant, depth));
        }
        return resolved.append(option.text().substring(copied)).toString();
    }

    private String referred(String key, IniFile.Option asked, String meant, int depth) throws JailFileException {
        if (meant.equals("__name__")) {
            return name;
        }
        IniFile.Option other = find(meant)
                .orElseThrow(() -> wrong(
                        key,
                        "Bad value substitution: '" + meant + "' is neither an option of this file nor one that"
                                + " import-jail knows of fail2ban's own; write its value here"));
        return resolve(key, asked, other, depth + 1);
    }

    /** {@code section/option} is that of another section, {@code known/option} the one that fail2ban brings. */
    private Optional<IniFile.Option> find(String meant) {
        int slash = meant.indexOf('/');
        if (slash < 0) {
            return written(meant);
        }
        String section = meant.substring(0, slash);
        String option = meant.substring(slash + 1);
        if (section.equals("known")) {
            return StockJails.FILE.find(name, option).or(() -> StockJails.FILE.find(IniFile.DEFAULT, option));
        }
        return new JailSection(file, section).written(option);
    }
}
