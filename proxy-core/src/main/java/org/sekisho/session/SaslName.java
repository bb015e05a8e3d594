package org.sekisho.session;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Reads the account's name, and nothing else, out of the first message of an AUTH exchange. */
final class SaslName {
    private SaslName() {}

    /** Whether the first message of the mechanism tells whose account it is about. */
    static boolean readable(String mechanism) {
        return switch (mechanism) {
            case "PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER" -> true;
            default -> false;
        };
    }

    /**
     * The name in the message; empty if the message is not what the mechanism says (A12).
     *
     * @param base64 the message as sent; it is left as it is, and every copy made here is overwritten
     */
    static Optional<String> of(String mechanism, byte[] base64) {
        byte[] message;
        try {
            message = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        try {
            return switch (mechanism) {
                case "PLAIN" -> plain(message);
                case "LOGIN" -> text(message, 0, message.length);
                case "XOAUTH2" -> after(message, "user=", (byte) 1);
                default -> after(message, "a=", (byte) ',');
            };
        } finally {
            Arrays.fill(message, (byte) 0);
        }
    }

    /** authzid NUL authcid NUL password (RFC 4616). */
    private static Optional<String> plain(byte[] message) {
        int first = indexOf(message, (byte) 0, 0);
        int second = first < 0 ? -1 : indexOf(message, (byte) 0, first + 1);
        if (second < 0 || indexOf(message, (byte) 0, second + 1) >= 0) {
            return Optional.empty();
        }
        return text(message, first + 1, second);
    }

    /** What stands between the key and the end mark: {@code user=NAME^A} (XOAUTH2), {@code n,a=NAME,} (RFC 7628). */
    private static Optional<String> after(byte[] message, String key, byte endMark) {
        byte[] wanted = key.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + wanted.length <= message.length; i++) {
            if (Arrays.equals(message, i, i + wanted.length, wanted, 0, wanted.length)) {
                int from = i + wanted.length;
                int to = indexOf(message, endMark, from);
                return to < 0 ? Optional.empty() : text(message, from, to);
            }
        }
        return Optional.empty();
    }

    private static int indexOf(byte[] message, byte wanted, int from) {
        for (int i = from; i < message.length; i++) {
            if (message[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<String> text(byte[] message, int from, int to) {
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message, from, to - from))
                    .toString();
            return name.isEmpty() || name.chars().anyMatch(Character::isISOControl)
                    ? Optional.empty()
                    : Optional.of(name);
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
