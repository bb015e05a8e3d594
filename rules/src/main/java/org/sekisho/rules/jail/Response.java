package org.sekisho.rules.jail;

/** What a session does with a client that is banned. */
public enum Response {
    /** Says 554 instead of a greeting, or 421 in the middle of a session, and closes. */
    REFUSE,
    /** Closes without a word. */
    DROP,
    /** Lets it talk, and refuses every recipient: it learns nothing, and mail to postmaster passes. */
    REJECT_RCPT,
    /** Lets it talk, slowly. */
    TARPIT
}
