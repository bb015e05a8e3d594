package org.sekisho.session;

/**
 * What a session waits for.
 *
 * <pre>
 *   connect ──▶ DECISION ──▶ COMMAND ◀────────────────────────────┐
 *                  │  ▲         │                                 │ reply
 *                  ▼  │ command ├──▶ DECISION ──▶ DELAY ──────────┤
 *                DELAY │        │        └──▶ UPSTREAM ───────────┤
 *                      └────────┤              │ 354              │
 *                               │              ▼                  │
 *                               ├──▶ CHUNK   DATA ──▶ UPSTREAM ───┤
 *                               ├──▶ SASL ⇄ UPSTREAM ─────────────┤
 *                               └──▶ TLS ─────────────────────────┘
 *   any ──▶ CLOSED
 * </pre>
 */
public enum State {
    /** A policy's decision. */
    DECISION,
    /** The end of a delay that a decision asked for. */
    DELAY,
    /** A command line from the client. */
    COMMAND,
    /** The upstream: a connection or a reply. */
    UPSTREAM,
    /** A line of an AUTH exchange from the client. */
    SASL,
    /** A TLS handshake. */
    TLS,
    /** A message in DATA form from the client. */
    DATA,
    /** The octets of one BDAT. */
    CHUNK,
    /** Nothing more. */
    CLOSED
}
