package org.sekisho.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The encoding of parameter values and XCLIENT attributes: printable ASCII, anything else as +HH (RFC 3461 section 4). */
public final class Xtext {
    private static final String HEX = "0123456789ABCDEF";

    private Xtext() {}

    /** Encodes the UTF-8 bytes of {@code text}; the result has no space, no plus and equals signs of its own (A17). */
    public static String encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder encoded = new StringBuilder(bytes.length + 16);
        for (byte octet : bytes) {
            if (octet > ' ' && octet < 0x7f && octet != '+' && octet != '=') {
                encoded.append((char) octet);
            } else {
                encoded.append('+').append(HEX.charAt(octet >> 4 & 0xf)).append(HEX.charAt(octet & 0xf));
            }
        }
        return encoded.toString();
    }

    /**
     * Decodes; empty if a plus sign lacks its two digits, a character may not stand there, or the octets are not UTF-8.
     * A bare equals sign, lower-case digits and UTF-8 (RFC 6533) pass, as Postfix lets them.
     */
    public static Optional<String> decode(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '+') {
                int high = i + 2 < bytes.length ? hex(bytes[i + 1]) : -1;
                int low = high < 0 ? -1 : hex(bytes[i + 2]);
                if (low < 0) {
                    return Optional.empty();
                }
                octets.write(high << 4 | low);
                i += 2;
            } else if (bytes[i] >= 0 && (bytes[i] <= ' ' || bytes[i] == 0x7f)) {
                return Optional.empty();
            } else {
                octets.write(bytes[i]);
            }
        }
        try {
            ByteBuffer decoded = ByteBuffer.wrap(octets.toByteArray());
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(decoded).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int hex(byte digit) {
        return digit < 0 ? -1 : HEX.indexOf(digit >= 'a' && digit <= 'f' ? digit - ('a' - 'A') : digit);
    }
}
