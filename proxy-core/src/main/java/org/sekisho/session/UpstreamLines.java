package org.sekisho.session;

import java.util.List;
import java.util.Optional;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.Extension;
import org.sekisho.smtp.Parameter;
import org.sekisho.smtp.Verb;

/**
 * MAIL and RCPT as the upstream gets them: rebuilt from what was parsed (N4), with the parameters that it offers.
 *
 * <p>A parameter that it does not offer is never sent. What only informs is left out; what promises something to the
 * client makes the line impossible, and the caller answers 451.
 */
final class UpstreamLines {
    private UpstreamLines() {}

    /**
     * MAIL for an upstream.
     *
     * @param trusted whether the client may name the author with AUTH= (RFC 4954 section 5, E9)
     * @param added octets that the proxy puts before the message (E2)
     * @return empty if the upstream lacks something that the client was promised
     */
    static Optional<String> mail(Command.Mail mail, UpstreamLink upstream, boolean trusted, long added) {
        StringBuilder line =
                new StringBuilder(64).append("MAIL FROM:<").append(mail.from()).append('>');
        for (Parameter parameter : mail.parameters()) {
            switch (parameter.keyword()) {
                case "SIZE" -> {
                    if (upstream.offers(Extension.SIZE)) {
                        line.append(" SIZE=").append(mail.size().orElse(0) + added);
                    }
                }
                case "AUTH" -> {
                    if (upstream.offers(Extension.AUTH)) {
                        line.append(' ').append(trusted ? parameter.written() : "AUTH=<>");
                    }
                }
                default -> {
                    if (upstream.offers(parameter, Verb.MAIL)) {
                        line.append(' ').append(parameter.written());
                    } else if (!harmless(parameter)) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.of(line.toString());
    }

    /** RCPT for an upstream; empty if it lacks something that the client was promised. */
    static Optional<String> rcpt(Command.Rcpt rcpt, UpstreamLink upstream) {
        StringBuilder line = new StringBuilder(64)
                .append("RCPT TO:<")
                .append(rcpt.to().written())
                .append('>');
        for (Parameter parameter : rcpt.parameters()) {
            if (!upstream.offers(parameter, Verb.RCPT)) {
                return Optional.empty();
            }
            line.append(' ').append(parameter.written());
        }
        return Optional.of(line.toString());
    }

    /** Whether every parameter belongs to the command and to something in the offer that the client was shown (E8). */
    static boolean offered(Verb verb, List<Parameter> parameters, Capabilities offer) {
        return parameters.stream()
                .allMatch(parameter -> parameter.extension(verb).map(offer::has).orElse(false));
    }

    private static boolean harmless(Parameter parameter) {
        return parameter.keyword().equals("BODY")
                && parameter
                        .value()
                        .map(value -> value.equalsIgnoreCase("7BIT"))
                        .orElse(false);
    }
}
