package org.sekisho.session;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.sekisho.smtp.Reply;

/**
 * How mail servers refuse a token: first with an error in JSON as a challenge, which the client answers, and then with the
 * reply (RFC 7628 section 3.2.2).
 */
final class TokenRefusal {
    /** Dovecot's words. */
    private static final String XOAUTH2 = "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}";

    private static final String OAUTHBEARER = "{\"status\":\"invalid_token\"}";

    private TokenRefusal() {}

    /** The challenge before that reply: Postfix ends it with the same, and what other servers say is Dovecot's as a rule. */
    static Reply challenge(String mechanism, Reply reply) {
        List<String> lines = reply.lines();
        String text = lines.get(lines.size() - 1);
        String last = text.substring(text.lastIndexOf(' ') + 1);
        String usual = base64(mechanism.equals("XOAUTH2") ? XOAUTH2 : OAUTHBEARER);
        // An opening brace and a quotation mark begin so in base64.
        return Reply.of(334, last.startsWith("eyJ") ? last : usual);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
