package org.sekisho.rules.account;

import java.time.Duration;
import java.time.Instant;

/**
 * What has been said of a place beside how often the account comes from there.
 *
 * @param since when it was said; 1970 for a place of which nothing was
 */
public record Repute(Kind kind, Instant since) {
    /** What was said. */
    public enum Kind {
        NONE,
        /** An alarm that counts came from there, or the account was first seen there while that was looked into. */
        SUSPECT,
        /** An operator has dismissed what there was. */
        ACQUITTED
    }

    static final Repute NONE = new Repute(Kind.NONE, Instant.EPOCH);

    /** As long as an account may be watched: a thief who is in no hurry must not be at home before. */
    static final Duration SUSPECTED = Duration.ofDays(90);

    /** Until then, a place of the account has settled. */
    static final Duration ACQUITTED = Duration.ofDays(7);

    boolean suspectAt(Instant now) {
        return kind == Kind.SUSPECT && now.isBefore(since.plus(SUSPECTED));
    }

    /** Without a suspicion that is not older than this. */
    Repute takenBack(Instant from) {
        return kind == Kind.SUSPECT && !since.isBefore(from) ? NONE : this;
    }

    boolean acquittedAt(Instant now) {
        return kind == Kind.ACQUITTED && now.isBefore(since.plus(ACQUITTED));
    }
}
