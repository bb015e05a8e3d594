package org.sekisho.rules.account;

/** How well an account's usual origins are known, and whether a client is at one of them. */
public enum Familiarity {
    /** The account logs in from there as a rule: from the same country and autonomous system, on three days or more. */
    HOME,
    /** It has logged in from there before, a while ago or when it was being learnt. */
    KNOWN,
    /** It never has, or only since a few days. */
    NEW,
    /** Too little is known of the account to say. */
    LEARNING
}
