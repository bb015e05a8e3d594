package org.sekisho.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Tells lines of other protocols from mistyped commands: their sender must not be answered again and again (T12). */
final class ForeignProtocol {
    private static final Set<String> HTTP =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI");

    private ForeignProtocol() {}

    /** Whether an HTTP request, a header line, SSH, or binary such as a TLS ClientHello starts this line. */
    static boolean speaks(byte[] line, int endOfWord) {
        if (line[0] < ' ' || line[0] == 0x7f) {
            // Also true of any octet from 0x80 on, which is a negative byte.
            return true;
        }
        String word = new String(line, 0, endOfWord, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        return HTTP.contains(word) || word.startsWith("SSH-") || isHeader(word);
    }

    private static boolean isHeader(String word) {
        int colon = word.indexOf(':');
        return colon > 0 && word.chars().limit(colon).allMatch(c -> c > ' ' && c < 0x7f);
    }
}
