package org.sekisho.smtp;

import java.util.Optional;

/**
 * An enhanced status code, such as 5.1.1 (RFC 3463, RFC 2034).
 *
 * @param category 2 success, 4 temporary, 5 permanent
 * @param subject what it is about, 0 to 999
 * @param detail the detail, 0 to 999
 */
public record EnhancedCode(int category, int subject, int detail) {
    public EnhancedCode {
        if ((category != 2 && category != 4 && category != 5) || !inRange(subject) || !inRange(detail)) {
            throw new IllegalArgumentException(
                    "Not an enhanced status code: " + category + "." + subject + "." + detail);
        }
    }

    private static boolean inRange(int number) {
        return number >= 0 && number <= 999;
    }

    /** Reads the code that {@code text} starts with, if it is followed by a space or the end. */
    public static Optional<EnhancedCode> startOf(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first != 1 || second < 3 || second > 5) {
            return Optional.empty();
        }
        int end = text.indexOf(' ', second);
        end = end < 0 ? text.length() : end;
        int category = number(text, 0, first);
        int subject = number(text, first + 1, second);
        int detail = number(text, second + 1, end);
        boolean known = category == 2 || category == 4 || category == 5;
        return known && subject >= 0 && detail >= 0
                ? Optional.of(new EnhancedCode(category, subject, detail))
                : Optional.empty();
    }

    /** The number of one to three digits between the two positions, or -1. */
    private static int number(String text, int from, int to) {
        if (to - from < 1 || to - from > 3) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }

    @Override
    public String toString() {
        return category + "." + subject + "." + detail;
    }
}
