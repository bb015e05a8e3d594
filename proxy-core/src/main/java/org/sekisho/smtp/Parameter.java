package org.sekisho.smtp;

import java.util.List;
import java.util.Optional;

/**
 * A parameter of MAIL or RCPT, such as {@code SIZE=1000} (RFC 5321 section 4.1.1.11).
 *
 * @param keyword in upper case
 * @param value what follows the equals sign; empty if there is none
 * @param written as the client wrote it, for the relay
 */
public record Parameter(String keyword, Optional<String> value, String written) {

    /** The extension that this parameter of MAIL or RCPT belongs to; empty if it is unknown there: 555 (E8). */
    public Optional<Extension> extension(Verb verb) {
        return KnownParameter.of(verb, keyword).map(KnownParameter::extension);
    }

    boolean ascii() {
        return Words.areAscii(written);
    }

    static Optional<Parameter> find(List<Parameter> parameters, String keyword) {
        for (Parameter parameter : parameters) {
            if (parameter.keyword.equals(keyword)) {
                return Optional.of(parameter);
            }
        }
        return Optional.empty();
    }
}
