package org.sekisho.rules.recipients;

import java.util.Optional;
import org.sekisho.state.Held;

/**
 * What the store has of a recipient.
 *
 * @param generation of its domain; records of another one do not count
 */
record Seen(Optional<Held<Remembered>> answer, long generation) {

    Optional<Held<Remembered>> current() {
        return current(answer);
    }

    /** The same of what is there by now. */
    Optional<Held<Remembered>> current(Optional<Held<Remembered>> now) {
        return now.filter(held -> held.value().generation() == generation);
    }

    /** Whether it is remembered as one that exists. */
    boolean known() {
        return current().filter(held -> held.value().exists()).isPresent();
    }

    /** A refusal that was not there before the answer that is learnt is newer than it. */
    Optional<Held<Remembered>> newer(Optional<Held<Remembered>> now) {
        return now.filter(held -> !held.value().exists() && !now.equals(answer));
    }
}
