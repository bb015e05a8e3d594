package org.sekisho.app.jailfile;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sekisho.app.config.DurationNotation;

/** Writes jails as our configuration has them. */
final class JailsText {
    /** The value of {@code banTime} for a ban that only an operator ends. */
    private static final String FOR_EVER = "permanent";

    private final StringBuilder text = new StringBuilder();

    private JailsText() {}

    static String of(String file, List<ImportedJail> jails, List<String> remarks) {
        JailsText made = new JailsText();
        made.line("# The jails of " + file + ", by 'sekisho import-jail'.");
        if (!remarks.isEmpty()) {
            made.line("# Not carried over, or not the same:");
            remarks.forEach(remark -> made.line("#   " + remark));
        }
        made.line(jails.isEmpty() ? "jails: {}" : "jails:");
        jails.forEach(made::jail);
        return made.text.toString();
    }

    private void jail(ImportedJail jail) {
        line("  # [" + jail.from() + "]");
        line("  " + jail.name() + ":");
        line("    mode: " + (jail.enabled() ? "enforce" : "off"));
        line("    findTime: " + DurationNotation.format(jail.findTime()));
        line("    maxRetry: " + jail.maxRetry());
        line("    banTime: " + jail.banTime().map(DurationNotation::format).orElse(FOR_EVER));
        if (!jail.ignoreIp().isEmpty()) {
            line("    ignoreIp: "
                    + jail.ignoreIp().stream().map(JailsText::quoted).toList());
        }
        jail.increment().ifPresent(this::increment);
    }

    private void increment(ImportedJail.Increment increment) {
        line("    increment:");
        line("      enabled: " + increment.enabled());
        increment.factor().ifPresent(factor -> line("      factor: " + number(factor)));
        if (!increment.multipliers().isEmpty()) {
            line("      multipliers: "
                    + increment.multipliers().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ", "[", "]")));
        }
        duration("maxTime", increment.maxTime());
        duration("random", increment.random());
    }

    private void duration(String key, Optional<Duration> duration) {
        duration.ifPresent(time -> line("      " + key + ": " + DurationNotation.format(time)));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }

    /** A colon in a list without quotes would begin a value. */
    private static String quoted(String word) {
        return word.contains(":") ? "\"" + word + "\"" : word;
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
