package org.sekisho.rules.account.simulation;

import java.time.Instant;
import java.util.Optional;

/**
 * One session: a login, and some messages.
 *
 * @param account whose name and password it comes with
 * @param messages each with so many recipients and octets
 * @param theft whose doing it is; empty for the owner
 */
record Visit(
        Instant time, String account, Line line, int messages, int recipients, long octets, Optional<Theft> theft) {
    private static final long SHORT = 20_000;

    static Visit ofOwner(Instant time, String account, Line line, int messages, int recipients, long octets) {
        return new Visit(time, account, line, messages, recipients, octets, Optional.empty());
    }

    static Visit ofThief(Instant time, Theft theft, Line line, int messages) {
        return new Visit(time, theft.account(), line, messages, 1, SHORT, Optional.of(theft));
    }
}
