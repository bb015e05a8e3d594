package org.sekisho.rules.trial;

import java.nio.charset.StandardCharsets;

/** Follows a message through its header into its body, which begins behind the first line that is no field. */
final class Places {
    /** Longer than the name of any field that matters. */
    private static final int LONGEST_NAME = 32;

    private final byte[] name = new byte[LONGEST_NAME];
    private int length;
    private boolean lineStart = true;
    private boolean inName;
    private Place place = Place.HEADER;

    Place next(byte octet) {
        if (place == Place.BODY) {
            return place;
        }
        if (lineStart) {
            beginLine(octet);
        } else if (inName) {
            nameGoesOn(octet);
        }
        lineStart = octet == '\n';
        return place;
    }

    private void beginLine(byte octet) {
        if (octet == ' ' || octet == '\t') {
            // A folded line: the field goes on (RFC 5322 section 2.2.3).
            inName = false;
        } else {
            inName = true;
            length = 0;
            place = Place.HEADER;
            nameGoesOn(octet);
        }
    }

    private void nameGoesOn(byte octet) {
        if (octet == ':') {
            inName = false;
            place = Place.of(new String(name, 0, length, StandardCharsets.US_ASCII));
        } else if (!Octets.letterOrDigit(octet) && octet != '-' && octet != '_') {
            place = Place.BODY;
        } else if (length < LONGEST_NAME) {
            name[length++] = octet;
        }
    }
}
