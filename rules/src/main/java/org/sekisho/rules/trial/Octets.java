package org.sekisho.rules.trial;

/** Kinds of octets. Only ASCII has letter case here. */
final class Octets {
    private Octets() {}

    static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 'a' - 'A') : octet;
    }

    static boolean digit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    static boolean letter(byte octet) {
        byte lower = lower(octet);
        return lower >= 'a' && lower <= 'z';
    }

    static boolean letterOrDigit(byte octet) {
        return letter(octet) || digit(octet);
    }

    /** The value of a hexadecimal digit; -1 if it is none. */
    static int hex(byte octet) {
        return Character.digit(octet, 16);
    }

    /** Whether the octets in their bounds are this text, in any letter case. */
    static boolean same(byte[] octets, int length, byte[] lowerText) {
        if (length != lowerText.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(octets[i]) != lowerText[i]) {
                return false;
            }
        }
        return true;
    }
}
