package org.sekisho.app.jailfile;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * fail2ban's times: plain seconds, units without or with space ({@code 1d12h}, {@code 1y 6mo}), sums, differences and products
 * ({@code 24*60*60}). {@code m} is minutes, {@code mo} a twelfth of a year of 365.25 days.
 */
final class TimeString {
    private static final double DAY = 86_400;
    private static final double YEAR = 365.25 * DAY;

    /** A sign or the product's asterisk, a number, a unit; nothing between two numbers is a sum. */
    private static final Pattern PART =
            Pattern.compile("\\s*([-+*])?\\s*(\\d+(?:\\.\\d+)?)\\s*([a-z]+)?", Pattern.CASE_INSENSITIVE);

    private TimeString() {}

    /** In seconds; negative is for ever where fail2ban says so. */
    static double seconds(String text) {
        Matcher part = PART.matcher(text);
        double sum = 0;
        double term = 0;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            String sign = part.group(1) == null ? "+" : part.group(1);
            double amount = Double.parseDouble(part.group(2)) * unit(part.group(3) == null ? "s" : part.group(3), text);
            if (sign.equals("*")) {
                term *= amount;
            } else {
                sum += term;
                term = sign.equals("-") ? -amount : amount;
            }
            end = part.end();
        }
        if (end == 0 || end < text.length()) {
            throw wrong(text);
        }
        return sum + term;
    }

    private static double unit(String word, String text) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "s", "ss", "se", "sec", "second", "seconds" -> 1;
            case "m", "mm", "mi", "min", "minute", "minutes" -> 60;
            case "h", "hh", "ho", "hou", "hour", "hours" -> 3_600;
            case "d", "dd", "da", "day", "days" -> DAY;
            case "w", "ww", "we", "wee", "week", "weeks" -> 7 * DAY;
            case "mo", "mon", "month", "months" -> YEAR / 12;
            case "y", "yy", "ye", "yea", "year", "years" -> YEAR;
            default -> throw wrong(text);
        };
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("'" + text + "' is not a time, such as 600, 10m, 1d12h or -1");
    }
}
