package org.sekisho.testing;

import org.sekisho.state.StateStore;

/** A store that becomes another one in the middle of a test, such as one that has died. */
public final class SwitchedStore extends StoreInFront {
    public SwitchedStore(StateStore first) {
        super(first);
    }

    public void becomes(StateStore other) {
        handOnTo(other);
    }
}
