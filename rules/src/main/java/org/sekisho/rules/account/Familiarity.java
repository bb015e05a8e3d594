package org.sekisho.rules.account;

/** How well an account's usual origins are known, and whether a client is at one of them. */
public enum Familiarity {
    /** The account logs in from there as a rule: from the same country and autonomous system, on three days or more. */
    HOME,
    /** It logged in from there when it was being learnt, on one day or two. */
    KNOWN,
    /** It never has, only since a few days, or on one day or two. */
    NEW,
    /** Too little is known of the account to say. */
    LEARNING;

    /** Whether the place is one of the account's own. */
    public boolean isOwn() {
        return this == HOME || this == KNOWN;
    }
}
