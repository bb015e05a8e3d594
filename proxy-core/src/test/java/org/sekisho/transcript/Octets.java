package org.sekisho.transcript;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Octets as text with one character an octet, so that they can be searched and shown. */
final class Octets {
    private static final Pattern REPEATED = Pattern.compile("\\{(.+?)\\*(\\d+)}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|0|x[0-9a-fA-F]{2})");

    private Octets() {}

    static String of(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A line of a transcript: {@code {x*100}} is a hundred x. */
    static String line(String text) {
        return of(REPEATED.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))))
                .getBytes(StandardCharsets.UTF_8));
    }

    /** A line without a CRLF of its own, in which {@code \r}, {@code \n}, {@code \0} and {@code \xHH} are octets. */
    static String raw(String text) {
        return ESCAPE.matcher(line(text))
                .replaceAll(found -> Matcher.quoteReplacement(String.valueOf((char)
                        switch (found.group(1).charAt(0)) {
                            case 'r' -> '\r';
                            case 'n' -> '\n';
                            case '0' -> 0;
                            default -> Integer.parseInt(found.group(1).substring(1), 16);
                        })));
    }

    static String shown(String octets) {
        return octets.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }
}
