package org.sekisho.rules.jail;

/** What becomes of a client's failures when mail of it is accepted. */
public enum Decay {
    /** They stay. */
    NONE,
    /** The older half is forgotten. */
    HALVE,
    /** They are forgotten. */
    FORGET
}
