package org.sekisho.rules.jail;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that a client did.
 *
 * @param told what happened, from and to whom, for operators; never a password
 * @param what the recipient, or the account and the hash of its password; empty where none is like another
 * @param group the recipient's domain, so that a harvester can be told from a list that was bought
 * @param account whose password was wrong
 * @param lasted how long the session had lasted, where that matters
 */
record Failure(
        Offence offence,
        String told,
        Optional<String> what,
        Optional<String> group,
        Optional<String> account,
        Duration lasted) {
    private static final int LONGEST_TOLD = 120;

    Failure {
        String clean = told.replaceAll("\\p{Cntrl}", "?");
        told = clean.length() > LONGEST_TOLD ? clean.substring(0, LONGEST_TOLD - 3) + "..." : clean;
    }

    static Failure of(Offence offence, String told) {
        return new Failure(offence, told, Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);
    }

    static Failure of(Offence offence, String told, String what, String group) {
        return new Failure(offence, told, Optional.of(what), Optional.of(group), Optional.empty(), Duration.ZERO);
    }

    static Failure after(Offence offence, Duration lasted) {
        String told = "left after " + lasted.toMillis() + " ms without mail";
        return new Failure(offence, told, Optional.empty(), Optional.empty(), Optional.empty(), lasted);
    }
}
