package org.sekisho.app.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes in octets as people write them: {@code 50MiB}, {@code 10MB}, {@code 512KiB} or a plain number. */
final class SizeNotation {
    static final String PATTERN = "\\d{1,18}(B|kB|KB|KiB|MB|MiB|GB|GiB)";
    private static final Pattern NOTATION = Pattern.compile("(\\d{1,18})(B|kB|KB|KiB|MB|MiB|GB|GiB)?");

    private SizeNotation() {}

    static long parse(String text) {
        Matcher matcher = NOTATION.matcher(text);
        if (matcher.matches()) {
            try {
                return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor(matcher.group(2)));
            } catch (ArithmeticException tooLarge) {
                throw new IllegalArgumentException("'" + text + "' is larger than 9223372036854775807 octets");
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not a size; write octets with or without a unit, such as 50MiB, 10MB or 52428800");
    }

    private static long factor(@Nullable String unit) {
        return switch (unit == null ? "B" : unit) {
            case "kB", "KB" -> 1_000;
            case "KiB" -> 1_024;
            case "MB" -> 1_000_000;
            case "MiB" -> 1_048_576;
            case "GB" -> 1_000_000_000;
            case "GiB" -> 1_073_741_824;
            default -> 1;
        };
    }

    static String format(long octets) {
        if (octets > 0 && octets % 1_048_576 == 0) {
            return octets / 1_048_576 + "MiB";
        }
        return octets > 0 && octets % 1_024 == 0 ? octets / 1_024 + "KiB" : Long.toString(octets);
    }
}
