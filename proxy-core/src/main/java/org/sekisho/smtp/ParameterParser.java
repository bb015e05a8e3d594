package org.sekisho.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what follows the path of MAIL and RCPT (RFC 5321 section 4.1.1.11). */
final class ParameterParser {
    private ParameterParser() {}

    /**
     * The parameters from that position to the end of the line. Those that are known for the verb are well formed and stand
     * there once; unknown ones are kept, for the session to refuse with 555 (E8).
     */
    static List<Parameter> parse(Verb verb, String text, int from) throws SyntaxException {
        int at = Words.skipSpaces(text, from);
        if (at == text.length()) {
            return List.of();
        }
        List<Parameter> parameters = new ArrayList<>(4);
        while (at < text.length()) {
            int end = Words.end(text, at);
            Parameter parameter = read(text.substring(at, end));
            check(verb, parameter, parameters);
            parameters.add(parameter);
            at = Words.skipSpaces(text, end);
        }
        return parameters;
    }

    private static Parameter read(String written) throws SyntaxException {
        int equals = written.indexOf('=');
        String keyword = equals < 0 ? written : written.substring(0, equals);
        if (!isKeyword(keyword) || equals == written.length() - 1) {
            throw new SyntaxException(Replies.BAD_PARAMETER);
        }
        Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(written.substring(equals + 1));
        return new Parameter(keyword.toUpperCase(Locale.ROOT), value, written);
    }

    private static void check(Verb verb, Parameter parameter, List<Parameter> earlier) throws SyntaxException {
        Optional<KnownParameter> known = KnownParameter.of(verb, parameter.keyword());
        if (known.isEmpty()) {
            return;
        }
        boolean repeated = Parameter.find(earlier, parameter.keyword()).isPresent();
        if (repeated || !known.get().accepts(parameter.value())) {
            throw new SyntaxException(Replies.badValue(parameter.keyword()));
        }
    }

    private static boolean isKeyword(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && (c != '-' || i == 0)) {
                return false;
            }
        }
        return !word.isEmpty();
    }
}
