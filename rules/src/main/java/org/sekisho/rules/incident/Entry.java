package org.sekisho.rules.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A line of an incident's timeline.
 *
 * @param text at most {@value #LONGEST_TEXT} characters; never a password or text of a message
 * @param by {@value #SEKISHO}, or the operator's name
 */
public record Entry(Instant time, Kind kind, String text, String by) {
    /** Who did what the program does by itself. */
    public static final String SEKISHO = "sekisho";

    static final int LONGEST_TEXT = 200;
    private static final int LONGEST_NAME = 64;

    /** What a line tells of. */
    public enum Kind {
        /** A trial send: the day it happened is day 0. */
        PROBE,
        /** The account was abused: too much was sent, or somebody complained. */
        ABUSE,
        ALARM,
        OPENED,
        DEFENDED,
        NOTICE,
        OVERDUE,
        PASSWORD,
        ATTEMPT,
        DISMISSED,
        RELEASED,
        NOTE;

        /** The name for operators. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Entry {
        text = cut(text, LONGEST_TEXT);
        by = cut(by, LONGEST_NAME);
    }

    static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    /** Hours and minutes since the incident was opened, such as {@code 31:19}. */
    public String after(Instant opened) {
        Duration since = Duration.between(opened, time);
        return "%02d:%02d".formatted(since.toHours(), since.toMinutesPart());
    }

    /** As it stands in a timeline. */
    public String line(Instant opened) {
        return "%s  %-9s  %s (%s)".formatted(after(opened), kind.key(), text, by);
    }
}
