package org.sekisho.rules.account;

/** How well an account's usual origins are known, and whether a client is at one of them. */
public enum Familiarity {
    /** The account logs in from there as a rule. */
    HOME,
    /** It has logged in from there before, or from the same country and autonomous system. */
    KNOWN,
    /** It never has. */
    NEW,
    /** Too little is known of the account to say. */
    LEARNING
}
