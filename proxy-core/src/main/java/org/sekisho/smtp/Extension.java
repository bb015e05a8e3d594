package org.sekisho.smtp;

import java.util.Locale;
import java.util.Optional;

/** The EHLO keywords that this program understands; all others are dropped on the way (E12). */
public enum Extension {
    PIPELINING("PIPELINING"),
    SIZE("SIZE"),
    EIGHT_BIT_MIME("8BITMIME"),
    SMTPUTF8("SMTPUTF8"),
    DSN("DSN"),
    ENHANCED_STATUS_CODES("ENHANCEDSTATUSCODES"),
    CHUNKING("CHUNKING"),
    STARTTLS("STARTTLS"),
    AUTH("AUTH"),
    LIMITS("LIMITS"),
    REQUIRETLS("REQUIRETLS"),
    /** Postfix's XCLIENT: heard from the upstream, never offered to a client (C8). */
    XCLIENT("XCLIENT");

    private final String keyword;

    Extension(String keyword) {
        this.keyword = keyword;
    }

    /** The keyword as it stands in the EHLO reply. */
    public String keyword() {
        return keyword;
    }

    /** The extension of that keyword, in any letter case. */
    public static Optional<Extension> of(String keyword) {
        String upper = keyword.toUpperCase(Locale.ROOT);
        for (Extension extension : values()) {
            if (extension.keyword.equals(upper)) {
                return Optional.of(extension);
            }
        }
        return Optional.empty();
    }
}
