package org.sekisho.rules.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Said of a place that an account does not know: it does not become known by being used from now on.
 *
 * @param opened when what there is about the account began; a place that was suspect before is not borne with any more
 * @param reach which places are meant
 * @param anew whether a suspicion that there is begins again
 */
public record Suspicion(Instant opened, Reach reach, boolean anew) {
    /** Which places are meant, of those that the account does not know. */
    public enum Reach {
        /** Where the client is, if the account was not seen there before. */
        UNSEEN,
        /** Where the client is. */
        THERE,
        /** Where the client is, and all from which the account came within a day: a thief has more than one. */
        AROUND
    }

    /** Records know whole seconds only. */
    Suspicion inSeconds() {
        return new Suspicion(opened.truncatedTo(ChronoUnit.SECONDS), reach, anew);
    }
}
