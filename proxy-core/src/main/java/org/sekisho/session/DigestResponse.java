package org.sekisho.session;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the names in a response of DIGEST-MD5, {@code username="alice",realm="example.org",...} (RFC 2831 section 2.1.2). */
final class DigestResponse {
    private static final Pattern KEY = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Set<String> NAMES = Set.of("username", "realm", "authzid");

    private final Octets message;
    private final Map<String, String> found = new HashMap<>();
    private int at;

    private DigestResponse(Octets message) {
        this.message = message;
    }

    /** Empty if it breaks the grammar, or says a name twice. */
    static Optional<SaslName> nameIn(Octets message) {
        DigestResponse response = new DigestResponse(message);
        return response.read() ? response.name() : Optional.empty();
    }

    private Optional<SaslName> name() {
        String user = found.getOrDefault("username", "");
        String realm = found.getOrDefault("realm", "");
        // As Dovecot and Cyrus SASL make an account of the two.
        String account = user.isEmpty() || realm.isEmpty() || user.indexOf('@') >= 0 ? user : user + "@" + realm;
        String authorized = found.getOrDefault("authzid", account);
        return Octets.checked(account)
                .flatMap(name -> Octets.checked(authorized).map(other -> SaslName.of(name, other)));
    }

    private boolean read() {
        boolean another = true;
        while (another) {
            int begin = at;
            skipTo('=');
            String key = text(begin).strip().toLowerCase(Locale.ROOT);
            at++;
            if (!KEY.matcher(key).matches() || !value(key)) {
                return false;
            }
            skipBlanks();
            another = more() && message.at(at) == ',';
            at++;
        }
        return at > message.length();
    }

    private boolean value(String key) {
        skipBlanks();
        if (!more() || message.at(at) != '"') {
            skipTo(',');
            return !NAMES.contains(key);
        }
        int begin = ++at;
        while (more() && message.at(at) != '"') {
            at += message.at(at) == '\\' ? 2 : 1;
        }
        if (!more()) {
            return false;
        }
        boolean first = !NAMES.contains(key) || found.put(key, text(begin).replaceAll("\\\\(.)", "$1")) == null;
        at++;
        return first;
    }

    private void skipBlanks() {
        while (more() && (message.at(at) == ' ' || message.at(at) == '\t')) {
            at++;
        }
    }

    private void skipTo(char mark) {
        while (more() && message.at(at) != mark) {
            at++;
        }
    }

    private boolean more() {
        return at < message.length();
    }

    /** From there to where we are. */
    private String text(int begin) {
        return message.text(begin, at);
    }
}
