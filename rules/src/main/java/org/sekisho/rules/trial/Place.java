package org.sekisho.rules.trial;

import java.util.Locale;

/** Where in a message an octet stands. */
enum Place {
    /** In a header field that nobody looks at, or in the name of one. */
    HEADER,
    FROM,
    SUBJECT,
    /** In X-Mailer, User-Agent or X-MimeOLE: which program made the message. */
    MAILER,
    BODY;

    static Place of(String field) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "from" -> FROM;
            case "subject" -> SUBJECT;
            case "x-mailer", "user-agent", "x-mimeole" -> MAILER;
            default -> HEADER;
        };
    }

    /** Whether the user, and not a program on the way, has written what stands there. */
    boolean written() {
        return this == SUBJECT || this == BODY;
    }
}
