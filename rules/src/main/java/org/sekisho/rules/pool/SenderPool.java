package org.sekisho.rules.pool;

import java.util.Locale;

/**
 * A group of clients that count as one.
 *
 * @param kind what makes them a group
 * @param name the domain or network, in one notation: two clients are of one pool if kind and name are equal
 */
public record SenderPool(Kind kind, String name) {

    /** What makes clients a pool. */
    public enum Kind {
        /** Their verified names are of one organisation. */
        ORGANISATION,
        /** The sender's domain authorises them by SPF. */
        SPF,
        /** Nothing but that their addresses are neighbours. */
        NETWORK
    }

    /** As a key in a store: {@code organisation:google.com}, {@code spf:example.jp}, {@code network:192.0.2.0/24}. */
    public String key() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
    }
}
