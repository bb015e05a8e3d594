package org.sekisho.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.smtp.Reply;

/**
 * A policy's refusal in the words in which the mail server has refused a wrong password of somebody else. Postfix ends them
 * with its last challenge, which has to be the one that this client has got (A11).
 */
final class FeignedRefusal {
    private static final Pattern WITH_CHALLENGE = Pattern.compile("(.*: )((?:[A-Za-z0-9+/]{4}){2,}[A-Za-z0-9+/=]*)");
    /** Dovecot's errors. */
    private static final String XOAUTH2 = "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}";

    private static final String OAUTHBEARER = "{\"status\":\"invalid_token\"}";

    private FeignedRefusal() {}

    /**
     * What comes before the refusal of a token: an error in JSON as a challenge, which the client has to answer first (RFC 7628
     * section 3.2.2).
     */
    static Reply tokenError(String mechanism, Reply refusal) {
        List<String> lines = refusal.lines();
        Matcher learnt = WITH_CHALLENGE.matcher(lines.get(lines.size() - 1));
        String usual = mechanism.equals("XOAUTH2") ? XOAUTH2 : OAUTHBEARER;
        return Reply.of(
                334,
                learnt.matches()
                        ? learnt.group(2)
                        : Base64.getEncoder().encodeToString(usual.getBytes(StandardCharsets.US_ASCII)));
    }

    /** @param challenge the last that the client has got */
    static Reply to(String challenge, Reply refusal) {
        List<String> lines = new ArrayList<>(refusal.lines());
        Matcher learnt = WITH_CHALLENGE.matcher(lines.get(lines.size() - 1));
        if (!learnt.matches()) {
            return refusal;
        }
        lines.set(lines.size() - 1, learnt.group(1) + challenge);
        return new Reply(refusal.code(), lines);
    }
}
