package org.sekisho.rules.jail;

/** What jails count. */
public enum Offence {
    /** A recipient that does not exist: 5.1.1 from the mail server or from memory. */
    UNKNOWN_USER,
    /** A recipient put off by us: those that are greylisted and never come back. */
    DEFERRED_RECIPIENT,
    /** AUTH that failed. */
    AUTH_FAILURE,
    /** It talked before it was greeted. */
    EARLY_TALK,
    /** It broke a rule of the protocol that mail servers keep, or sent commands of another one. */
    PROTOCOL,
    /** It connected and left without mail. */
    CONNECT_AND_LEAVE,
    /** It wanted to send through us to somebody elsewhere: 5.7.1 or 554 to RCPT. */
    RELAY,
    /** It got a permanent error for anything else. */
    ERROR,
    /** It left while it was made to wait. */
    TARPIT_HANGUP,
    /** It was banned by another jail. */
    BAN
}
