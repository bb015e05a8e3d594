package org.sekisho.rules.trial;

import java.util.Arrays;

/**
 * One way to read a message: as it stands, without its escapes, or as base64. Looks for the session's password, for its login
 * near the submission host, and hands lines on to be compared with what is published.
 */
final class Reading {
    /** Octets of a line that are looked at. */
    private static final int LONGEST_LINE = 512;
    /** A trial mail is small: lines behind so many octets are not compared. */
    private static final int COMPARED = 32_768;

    /** Takes lines. */
    @FunctionalInterface
    interface Lines {
        /** @param line only up to the length, only for the time of the call */
        void line(byte[] line, int length, Place place);
    }

    private final Needle password;
    private final Neighbours neighbours;
    private final Signs signs;
    private final Lines lines;
    private final byte[] line = new byte[LONGEST_LINE];

    private int matched;
    private int length;
    private int seen;
    private Place place = Place.HEADER;

    Reading(Needle password, Neighbours neighbours, Signs signs, Lines lines) {
        this.password = password;
        this.neighbours = neighbours;
        this.signs = signs;
        this.lines = lines;
    }

    void take(byte octet, Place where) {
        seen++;
        matched = password.next(matched, octet);
        if (password.found(matched)) {
            signs.passwordFound();
        }
        neighbours.take(octet, where);
        if (octet == '\n' || (where == Place.BODY && (octet == '<' || octet == '>'))) {
            // In HTML a tag ends the line, too.
            endLine();
        } else if (octet != '\r') {
            place = where;
            if (length < LONGEST_LINE) {
                line[length++] = octet;
            }
        }
    }

    /** What follows has nothing to do with what came. */
    void cut() {
        matched = 0;
        neighbours.endWord();
        endLine();
    }

    private void endLine() {
        if (length > 0 && seen <= COMPARED) {
            lines.line(line, length, place);
        }
        length = 0;
    }

    /** Overwrites what is kept of the message. */
    void wipe() {
        Arrays.fill(line, (byte) 0);
        neighbours.wipe();
    }
}
