package org.sekisho.smtp;

/** The base64 of an AUTH exchange (RFC 4954). Works on bytes, so that no secret becomes a string that cannot be wiped. */
public final class SaslText {
    private SaslText() {}

    /**
     * Whether the octets between the two positions are base64: groups of four, padded at the end. No octets at all are an
     * empty response.
     */
    public static boolean isBase64(byte[] line, int from, int to) {
        if ((to - from) % 4 != 0) {
            return false;
        }
        int end = to;
        while (end > from && end > to - 2 && line[end - 1] == '=') {
            end--;
        }
        for (int i = from; i < end; i++) {
            byte c = line[i];
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '+' && c != '/') {
                return false;
            }
        }
        return true;
    }
}
