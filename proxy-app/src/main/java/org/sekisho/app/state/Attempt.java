package org.sekisho.app.state;

import java.util.Optional;
import org.sekisho.state.Held;

/** What came of a step that was tried in memory. */
sealed interface Attempt<T> {
    /** It is done, and this is its answer. */
    record Done<T>(Optional<Held<T>> held) implements Attempt<T> {}

    /** The record is not in memory, or is to be removed: that is the store thread's. */
    record NotHere<T>() implements Attempt<T> {}
}
