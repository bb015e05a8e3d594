package org.sekisho.smtp;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the keyword lines of an EHLO reply. */
final class EhloReader {
    /** The limits of RFC 9422. */
    static final List<String> LIMITS = List.of("RCPTMAX", "MAILMAX", "RCPTDOMAINMAX");

    /** RFC 9422: a limit has one to six digits. */
    private static final int LONGEST_LIMIT = 6;

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern MECHANISM = Pattern.compile("[A-Z0-9_-]{1,20}");
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Z_]{1,20}");

    private EhloReader() {}

    /** The first line holds the server's name and is skipped. */
    static Capabilities read(List<String> lines) {
        Map<Extension, List<String>> found = new EnumMap<>(Extension.class);
        for (String line : lines.subList(1, lines.size())) {
            String[] words = SPACE.split(line.trim().toUpperCase(Locale.ROOT));
            List<String> arguments = new ArrayList<>(List.of(words).subList(1, words.length));
            String keyword = words[0];
            if (keyword.startsWith("AUTH=")) {
                // The form before RFC 2554, which some servers still send beside the new one.
                arguments.add(0, keyword.substring("AUTH=".length()));
                keyword = "AUTH";
            }
            Extension.of(keyword)
                    .ifPresent(extension -> found.computeIfAbsent(extension, e -> new ArrayList<>())
                            .addAll(arguments));
        }
        Map<Extension, String> offered = new EnumMap<>(Extension.class);
        found.forEach((extension, arguments) -> {
            String argument = argument(extension, arguments);
            boolean needsOne = extension == Extension.AUTH || extension == Extension.LIMITS;
            if (!needsOne || !argument.isEmpty()) {
                offered.put(extension, argument);
            }
        });
        return new Capabilities(offered);
    }

    /** What is kept of the words after a keyword. */
    private static String argument(Extension extension, List<String> words) {
        List<String> kept = words.stream()
                .filter(word -> switch (extension) {
                    case SIZE -> Decimal.parse(word) > 0;
                    case AUTH -> MECHANISM.matcher(word).matches();
                    case LIMITS -> isLimit(word);
                    case XCLIENT -> ATTRIBUTE.matcher(word).matches();
                    default -> false;
                })
                .distinct()
                .toList();
        return extension == Extension.SIZE ? kept.stream().findFirst().orElse("") : String.join(" ", kept);
    }

    private static boolean isLimit(String word) {
        int equals = word.indexOf('=');
        String digits = word.substring(equals + 1);
        return equals > 0
                && LIMITS.contains(word.substring(0, equals))
                && digits.length() <= LONGEST_LIMIT
                && Decimal.parse(digits) > 0;
    }
}
