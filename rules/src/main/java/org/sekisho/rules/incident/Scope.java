package org.sekisho.rules.incident;

/** Whom the restriction of an account meets. */
public enum Scope {
    /** Clients at places that the account does not know: its owner at home goes on working. */
    NEW_ORIGINS,
    /** Everybody who logs in to it. */
    ALL
}
