package org.sekisho.app.action;

import java.time.Duration;
import java.util.List;

/**
 * Commands of the operator's own.
 *
 * @param ban a program and its arguments; empty for none
 * @param unban a program and its arguments; empty for none
 * @param timeout how long one may run before it is killed
 */
public record CommandSettings(List<String> ban, List<String> unban, Duration timeout) {
    /** Others wait in the queue for so long. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public static final CommandSettings DEFAULTS = new CommandSettings(List.of(), List.of(), Duration.ofSeconds(30));

    public CommandSettings {
        ban = List.copyOf(ban);
        unban = List.copyOf(unban);
        checkProgram("ban", ban);
        checkProgram("unban", unban);
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "timeout must be longer than 0s and at most " + LONGEST.toMinutes() + "m");
        }
    }

    private static void checkProgram(String key, List<String> command) {
        if (!command.isEmpty() && !command.get(0).startsWith("/")) {
            throw new IllegalArgumentException(
                    key + ": '" + command.get(0)
                            + "' must be the whole path of a program, such as /usr/local/bin/on-ban; arguments follow in the list");
        }
    }
}
