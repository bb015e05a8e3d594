package org.sekisho.rules.hold;

/** Whom a rule acts on. */
public enum Who {
    /** Clients whose name is like an end user's line, or that have no verified name. */
    SUSPECTS,
    /** Everybody. */
    ALL
}
