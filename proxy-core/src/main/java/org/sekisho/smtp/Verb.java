package org.sekisho.smtp;

import java.util.List;

/** The commands that this program knows by name, and {@link #OTHER} for all else. */
public enum Verb {
    HELO,
    EHLO,
    MAIL,
    RCPT,
    DATA,
    BDAT,
    RSET,
    NOOP,
    QUIT,
    VRFY,
    EXPN,
    HELP,
    STARTTLS,
    AUTH,
    OTHER;

    private static final List<Verb> ALL = List.of(values());

    /** The verb in the first octets of a line, in any letter case (L14), or {@link #OTHER}. */
    static Verb of(byte[] line, int length) {
        for (Verb verb : ALL) {
            if (verb != OTHER && verb.isWrittenIn(line, length)) {
                return verb;
            }
        }
        return OTHER;
    }

    private boolean isWrittenIn(byte[] line, int length) {
        String name = name();
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            // Clearing bit 5 makes small letters capital, and makes a letter of nothing but a letter.
            if ((line[i] & ~0x20) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
