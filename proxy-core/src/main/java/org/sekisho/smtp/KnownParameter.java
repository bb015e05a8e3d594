package org.sekisho.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The parameters of MAIL and RCPT that this program understands, each with the extension it belongs to. */
enum KnownParameter {
    /** RFC 1870 section 4: 1 to 20 digits. */
    SIZE(Verb.MAIL, Extension.SIZE),
    /** RFC 6152. BINARYMIME is not offered (B9). */
    BODY(Verb.MAIL, Extension.EIGHT_BIT_MIME),
    SMTPUTF8(Verb.MAIL, Extension.SMTPUTF8),
    REQUIRETLS(Verb.MAIL, Extension.REQUIRETLS),
    RET(Verb.MAIL, Extension.DSN),
    /** RFC 3461 section 4.4: at most 100 characters. */
    ENVID(Verb.MAIL, Extension.DSN),
    /** RFC 4954 section 5: a mailbox, or {@code <>} for one that is not known. */
    AUTH(Verb.MAIL, Extension.AUTH),
    /** RFC 3461 section 4.1: NEVER stands alone. */
    NOTIFY(Verb.RCPT, Extension.DSN),
    /** RFC 3461 section 4.2: at most 500 characters. */
    ORCPT(Verb.RCPT, Extension.DSN);

    private static final List<KnownParameter> ALL = List.of(values());
    private static final Set<String> BODIES = Set.of("7BIT", "8BITMIME");
    private static final Set<String> RETURNS = Set.of("FULL", "HDRS");
    private static final Set<String> NOTIFY_ON = Set.of("SUCCESS", "FAILURE", "DELAY");

    private final Verb verb;
    private final Extension extension;

    KnownParameter(Verb verb, Extension extension) {
        this.verb = verb;
        this.extension = extension;
    }

    static Optional<KnownParameter> of(Verb verb, String keyword) {
        for (KnownParameter known : ALL) {
            if (known.verb == verb && known.name().equals(keyword)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    Extension extension() {
        return extension;
    }

    boolean accepts(Optional<String> value) {
        return switch (this) {
            case SMTPUTF8, REQUIRETLS -> value.isEmpty();
            case ORCPT -> value.isPresent() && isOriginalRecipient(value.get());
            default -> value.isPresent() && Words.areAscii(value.get()) && acceptsAscii(value.get());
        };
    }

    private boolean acceptsAscii(String value) {
        String upper = value.toUpperCase(Locale.ROOT);
        return switch (this) {
            case SIZE -> value.length() <= 20 && Decimal.parse(value) >= 0;
            case BODY -> BODIES.contains(upper);
            case RET -> RETURNS.contains(upper);
            case ENVID -> value.length() <= 100 && isPrintable(Xtext.decode(value));
            case AUTH -> value.equals("<>") || (value.length() <= 500 && isPrintable(Xtext.decode(value)));
            case NOTIFY -> upper.equals("NEVER") || NOTIFY_ON.containsAll(List.of(upper.split(",", -1)));
            default -> true;
        };
    }

    /** An address type and xtext; with the type utf-8 also UTF-8 itself (RFC 6533 section 3). */
    private static boolean isOriginalRecipient(String value) {
        int semicolon = value.indexOf(';');
        if (semicolon < 1 || value.length() > 500) {
            return false;
        }
        String type = value.substring(0, semicolon);
        return Words.areAscii(type)
                && (Words.areAscii(value) || type.equalsIgnoreCase("utf-8"))
                && isPrintable(Xtext.decode(value.substring(semicolon + 1)));
    }

    private static boolean isPrintable(Optional<String> decoded) {
        return decoded.isPresent()
                && !decoded.get().isEmpty()
                && decoded.get().chars().noneMatch(Character::isISOControl);
    }
}
