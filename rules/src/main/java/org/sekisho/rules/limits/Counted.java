package org.sekisho.rules.limits;

import static org.sekisho.rules.limits.Per.ACCOUNT;
import static org.sekisho.rules.limits.Per.ADDRESS;
import static org.sekisho.rules.limits.Per.CONNECTION;
import static org.sekisho.rules.limits.Per.NETWORK;
import static org.sekisho.rules.limits.Per.RECIPIENT;
import static org.sekisho.rules.limits.Per.RECIPIENT_DOMAIN;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.sekisho.policy.Point;

/**
 * What limits count. Some are taken when the client asks for them; others are known only afterwards, so they are charged,
 * and whoever has none left is refused the next time.
 */
enum Counted {
    CONNECTIONS("connections"),
    /** MAIL commands; for a recipient, RCPT commands. */
    MESSAGES("messages"),
    /** RCPT commands. */
    RECIPIENTS("recipients"),
    /** Octets of messages, charged when a message has its reply. */
    BYTES("octets of mail"),
    /** Replies 5.1.1 to RCPT, ours or the mail server's, charged. */
    UNKNOWN_RECIPIENTS("unknown recipients"),
    /** All other 5xx replies, charged. A 4xx is none: who is greylisted or limited has done nothing wrong. */
    ERRORS("errors");

    /** What is done with a limit at one point of a session. */
    enum Act {
        NOTHING,
        /** Refuse whoever has none left. */
        LOOK,
        /** Take one, and refuse whoever has none left. */
        TAKE
    }

    private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String words;

    Counted(String words) {
        this.words = words;
    }

    /** The name in the configuration. */
    String key() {
        return key;
    }

    /** How a client is told. */
    String words() {
        return words;
    }

    /**
     * Whose share of it can be limited. Unknown recipients not per sender, who may be forged, nor per recipient domain,
     * which is the victim.
     */
    Set<Per> allowed() {
        return switch (this) {
            case CONNECTIONS -> EnumSet.of(ADDRESS, NETWORK);
            case MESSAGES, BYTES -> EnumSet.allOf(Per.class);
            case RECIPIENTS -> EnumSet.complementOf(EnumSet.of(RECIPIENT, RECIPIENT_DOMAIN));
            case UNKNOWN_RECIPIENTS, ERRORS -> EnumSet.of(CONNECTION, ADDRESS, NETWORK, ACCOUNT);
        };
    }

    Act at(Point point, Per per) {
        return switch (this) {
            case CONNECTIONS -> point == Point.CONNECT ? Act.TAKE : Act.NOTHING;
            case MESSAGES -> point == (per.recipients() ? Point.RECIPIENT : Point.SENDER) ? Act.TAKE : Act.NOTHING;
            case RECIPIENTS -> point == Point.RECIPIENT ? Act.TAKE : Act.NOTHING;
            case BYTES -> bytes(point, per);
            case UNKNOWN_RECIPIENTS -> point == Point.RECIPIENT ? Act.LOOK : Act.NOTHING;
            case ERRORS -> errors(point, per);
        };
    }

    /** Once more at DATA: other messages of the same client may have ended meanwhile. */
    private static Act bytes(Point point, Per per) {
        boolean here = per.recipients() ? point == Point.RECIPIENT : point == Point.SENDER || point == Point.DATA;
        return here ? Act.LOOK : Act.NOTHING;
    }

    private static Act errors(Point point, Per per) {
        boolean here = point == Point.SENDER || (point == Point.CONNECT && (per == ADDRESS || per == NETWORK));
        return here ? Act.LOOK : Act.NOTHING;
    }
}
