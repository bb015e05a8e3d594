package org.sekisho.rules.account;

import java.time.Duration;
import java.time.Instant;

/**
 * What has been said of a place beside how often the account comes from there.
 *
 * @param since when it was said; 1970 for a place of which nothing was
 * @param borne of a suspect place, how many restrictions for how much was sent from it have ended without anybody having done
 *     anything, at most {@value #MOST_BORNE}; {@value #NOT_BORNE} if there was more to say of it
 */
public record Repute(Kind kind, Instant since, int borne) {
    /** What was said. */
    public enum Kind {
        NONE,
        /** An alarm that counts came from there, or the account was first seen there while that was looked into. */
        SUSPECT,
        /** An operator has dismissed what there was. */
        ACQUITTED
    }

    static final Repute NONE = new Repute(Kind.NONE, Instant.EPOCH, 0);

    /** As long as an account may be watched: a thief who is in no hurry must not be at home before. */
    static final Duration SUSPECTED = Duration.ofDays(90);

    /** Until then, a place of the account has settled. */
    static final Duration ACQUITTED = Duration.ofDays(7);

    /** A thief who waits after each restriction may send sixteen times as much in the end; fewer do not help applications. */
    static final int MOST_BORNE = 4;

    static final int NOT_BORNE = -1;

    static Repute acquitted(Instant now) {
        return new Repute(Kind.ACQUITTED, now, 0);
    }

    /**
     * With a suspicion, or another one.
     *
     * @param opened a place that was suspect before, and not because of how much was sent from it, is not borne with
     */
    Repute suspected(Instant opened, Instant now) {
        if (!suspectAt(now)) {
            return new Repute(Kind.SUSPECT, now, 0);
        }
        return new Repute(Kind.SUSPECT, now, borne == 0 && since.isBefore(opened) ? NOT_BORNE : borne);
    }

    boolean suspectAt(Instant now) {
        return kind == Kind.SUSPECT && now.isBefore(since.plus(SUSPECTED));
    }

    /** Without a suspicion that is not older than this. */
    Repute takenBack(Instant from) {
        return suspectSince(from) ? NONE : this;
    }

    /** Of a suspect place nothing, if that is older than this. */
    Repute acquitted(Instant from, Instant now) {
        return kind == Kind.SUSPECT && !suspectSince(from) ? this : acquitted(now);
    }

    /** A restriction has ended that lasted since then, and nobody has said anything about it. */
    Repute borneOnce(Instant from) {
        return suspectSince(from) && borne != NOT_BORNE
                ? new Repute(kind, since, Math.min(MOST_BORNE, borne + 1))
                : this;
    }

    /** As if nothing had been borne. */
    Repute strict() {
        return kind == Kind.SUSPECT && borne > 0 ? new Repute(kind, since, 0) : this;
    }

    /**
     * How many times what is too much from a new place may be sent from there: an application on a new server would be
     * restricted again and again.
     */
    int patienceAt(Instant now) {
        return suspectAt(now) && borne > 0 ? 1 << borne : 1;
    }

    private boolean suspectSince(Instant from) {
        return kind == Kind.SUSPECT && !since.isBefore(from);
    }

    boolean acquittedAt(Instant now) {
        return kind == Kind.ACQUITTED && now.isBefore(since.plus(ACQUITTED));
    }
}
