package org.sekisho.smtp;

import java.util.Locale;

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

    /** The verb of that name in any letter case (L14), or {@link #OTHER}. */
    public static Verb of(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        for (Verb verb : values()) {
            if (verb != OTHER && verb.name().equals(upper)) {
                return verb;
            }
        }
        return OTHER;
    }
}
