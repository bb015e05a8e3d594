package org.sekisho.rules.trial;

/**
 * A text that a tool is known by.
 *
 * @param text ASCII in lower case; stands somewhere in a line of the place
 */
record Mark(Place place, String id, int points, String text) {

    boolean in(byte[] line, int length) {
        for (int from = 0; from + text.length() <= length; from++) {
            if (at(line, from)) {
                return true;
            }
        }
        return false;
    }

    /** An underscore is a space in the subjects that quoted-printable writes (RFC 2047 section 4.2). */
    private boolean at(byte[] line, int from) {
        for (int i = 0; i < text.length(); i++) {
            byte octet = Octets.lower(line[from + i]);
            if (octet != text.charAt(i) && !(octet == '_' && text.charAt(i) == ' ')) {
                return false;
            }
        }
        return true;
    }
}
