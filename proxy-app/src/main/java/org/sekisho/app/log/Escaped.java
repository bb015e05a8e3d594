package org.sekisho.app.log;

/**
 * Writes strings of strangers so that they stay inside their quotes and show what they are: no line ends, no terminal
 * sequences, no characters that reorder or hide others, no half surrogates. Both formats use JSON's escapes.
 */
public final class Escaped {
    /** Longer values are cut; three dots tell so. */
    static final int LENGTH_MAX = 300;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Escaped() {}

    /** For people, without quotes, cut to {@link #LENGTH_MAX} characters. */
    public static String text(String value) {
        StringBuilder line = new StringBuilder(value.length());
        append(line, value, LENGTH_MAX);
        return line.toString();
    }

    /** In double quotes, cut to {@link #LENGTH_MAX} characters. */
    static void quoted(StringBuilder line, String value) {
        line.append('"');
        append(line, value, LENGTH_MAX);
        line.append('"');
    }

    /** Without quotes, cut to that many characters. */
    static void append(StringBuilder line, String value, int max) {
        int end = value.length();
        if (end > max) {
            // Not between the halves of a pair.
            end = Character.isHighSurrogate(value.charAt(max - 1)) ? max - 1 : max;
        }
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                line.append(c);
            } else {
                i += rare(line, value, i);
            }
        }
        if (end < value.length()) {
            line.append("...");
        }
    }

    /** A character outside of printable ASCII; answers how many more chars it took. */
    private static int rare(StringBuilder line, String value, int at) {
        int codePoint = value.codePointAt(at);
        int more = Character.charCount(codePoint) - 1;
        switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> {
                for (int i = at; i <= at + more; i++) {
                    unicode(line, value.charAt(i));
                }
            }
            default -> line.appendCodePoint(codePoint);
        }
        return more;
    }

    private static void unicode(StringBuilder line, char c) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default ->
                line.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 15])
                        .append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15]);
        }
    }
}
