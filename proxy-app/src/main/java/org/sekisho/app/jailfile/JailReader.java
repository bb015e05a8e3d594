package org.sekisho.app.jailfile;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads the values of one jail, as fail2ban would. */
final class JailReader {
    private static final Set<String> YES = Set.of("1", "true", "yes", "on");
    private static final Set<String> NO = Set.of("0", "false", "no", "off");
    private static final String DOUBLING = "ban.Time*(1<<(ban.Countifban.Count<20else20))*banFactor";

    private final JailSection section;
    private final BiConsumer<String, String> remarks;

    /** @param remarks takes option and remark */
    JailReader(JailSection section, BiConsumer<String, String> remarks) {
        this.section = section;
        this.remarks = remarks;
    }

    ImportedJail read(String name) throws JailFileException {
        double findTime = seconds("findtime");
        if (findTime <= 0) {
            throw section.wrong("findtime", "must be longer than 0");
        }
        return new ImportedJail(
                name,
                section.name(),
                enabled(),
                duration(findTime),
                count("maxretry", 5),
                banTime(),
                ignoreIp(),
                increment());
    }

    boolean enabled() throws JailFileException {
        return flag("enabled");
    }

    private Optional<Duration> banTime() throws JailFileException {
        double seconds = seconds("bantime");
        return seconds < 0 ? Optional.empty() : Optional.of(duration(seconds));
    }

    private Optional<ImportedJail.Increment> increment() throws JailFileException {
        if (section.written("bantime.increment").isEmpty()) {
            return Optional.empty();
        }
        String formula = value("bantime.formula").replaceAll("\\s", "");
        if (!formula.isEmpty() && !formula.equals(DOUBLING)) {
            remarks.accept("bantime.formula", "only doubling, or a list of multipliers, can be said here");
        }
        return Optional.of(new ImportedJail.Increment(
                flag("bantime.increment"),
                factor(),
                multipliers(),
                optionalDuration("bantime.maxtime"),
                optionalDuration("bantime.rndtime")));
    }

    private Optional<Double> factor() throws JailFileException {
        String text = value("bantime.factor");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            throw section.wrong("bantime.factor", "'" + text + "' is not a number");
        }
    }

    private List<Integer> multipliers() throws JailFileException {
        List<Integer> multipliers = new ArrayList<>();
        for (String word : words("bantime.multipliers")) {
            try {
                multipliers.add(Integer.valueOf(word));
            } catch (NumberFormatException e) {
                throw section.wrong("bantime.multipliers", "'" + word + "' is not a whole number");
            }
        }
        return multipliers;
    }

    /** Addresses, networks with their host bits cleared, and names; fail2ban takes 127.0.0.1/8 as well. */
    private List<String> ignoreIp() throws JailFileException {
        List<String> ignored = new ArrayList<>();
        for (String word : words("ignoreip")) {
            IPAddress address = new IPAddressString(word).getAddress();
            if (word.startsWith("file:")) {
                remarks.accept("ignoreip", "'" + word + "' is not read; write its addresses into ignoreIp");
            } else if (address != null && !address.isAnyLocal()) {
                ignored.add(address.toPrefixBlock().toCanonicalString());
            } else if (word.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                ignored.add(word.toLowerCase(Locale.ROOT));
            } else {
                remarks.accept(
                        "ignoreip",
                        "'" + word + "' is no address, network or name"
                                + (word.startsWith("#") ? "; only ';' begins a comment behind a value" : ""));
            }
        }
        return ignored.stream().distinct().toList();
    }

    private boolean flag(String option) throws JailFileException {
        String text = value(option);
        String word = text.toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            remarks.accept(option, usingDefault(option, "False"));
        }
        return YES.contains(word);
    }

    private int count(String option, int otherwise) throws JailFileException {
        String text = value(option);
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) > 0) {
            return Integer.parseInt(text);
        }
        remarks.accept(option, usingDefault(option, Integer.toString(otherwise)));
        return otherwise;
    }

    /** fail2ban's words. */
    private String usingDefault(String option, String otherwise) {
        return "Wrong value for '" + option + "' in '" + section.name() + "'. Using default one: '" + otherwise + "'";
    }

    private Optional<Duration> optionalDuration(String option) throws JailFileException {
        return value(option).isEmpty() ? Optional.empty() : Optional.of(duration(seconds(option)));
    }

    private double seconds(String option) throws JailFileException {
        try {
            return TimeString.seconds(value(option));
        } catch (IllegalArgumentException e) {
            throw section.wrong(option, String.valueOf(e.getMessage()));
        }
    }

    private static Duration duration(double seconds) {
        return Duration.ofSeconds((long) Math.ceil(seconds));
    }

    private List<String> words(String option) throws JailFileException {
        return List.of(value(option).split("[\\s,]+")).stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private String value(String option) throws JailFileException {
        return section.value(option).orElse("").strip();
    }
}
