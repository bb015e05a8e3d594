package org.sekisho.app.admin;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sekisho.app.config.DurationNotation;
import org.sekisho.policy.Mode;
import org.sekisho.rules.jail.JailDraft;
import org.sekisho.rules.jail.JailSettings;

/** What operators can change in a jail while the proxy runs, written as in the configuration. */
public enum JailKey {
    MODE("mode"),
    MAX_RETRY("maxRetry"),
    FIND_TIME("findTime"),
    BAN_TIME("banTime"),
    /** Spaces stand between the entries. */
    IGNORE_IP("ignoreIp");

    private final String key;

    JailKey(String key) {
        this.key = key;
    }

    /** The name in the configuration. */
    public String key() {
        return key;
    }

    /** The key of that name, which fail2ban writes in lower case. */
    public static Optional<JailKey> named(String name) {
        return Stream.of(values())
                .filter(each -> each.key.equalsIgnoreCase(name))
                .findFirst();
    }

    /** What a jail has. */
    public String of(JailSettings jail) {
        return switch (this) {
            case MODE -> jail.mode().key();
            case MAX_RETRY -> Integer.toString(jail.maxRetry());
            case FIND_TIME -> DurationNotation.format(jail.findTime());
            case BAN_TIME -> DurationNotation.format(jail.banTime());
            case IGNORE_IP -> String.join(" ", jail.ignoreIp());
        };
    }

    void set(JailDraft jail, String text) {
        switch (this) {
            case MODE -> jail.mode = mode(text);
            case MAX_RETRY -> jail.maxRetry = number(text);
            case FIND_TIME -> jail.findTime = time(text);
            case BAN_TIME -> jail.banTime = time(text);
            case IGNORE_IP -> jail.ignoreIp = words(text).toList();
        }
    }

    static Stream<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty());
    }

    private static Mode mode(String text) {
        return List.of(Mode.values()).stream()
                .filter(mode -> mode.key().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("mode must be off, observe or enforce; is '" + text + "'"));
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("maxRetry must be a number; is '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    /** A number alone are seconds, less than 0 for ever, as fail2ban-client has it. */
    private static Duration time(String text) {
        return text.matches("-?[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : DurationNotation.parse(text);
    }
}
