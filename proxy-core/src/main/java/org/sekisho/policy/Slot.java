package org.sekisho.policy;

import java.util.function.Supplier;

/**
 * A place in every {@link Case} where one defence keeps what it knows of a session. A key by identity: kept as a constant
 * by its owner, who alone can open it.
 */
public final class Slot<T> {
    private final Supplier<T> first;

    /**
     * @param first what stands there before anything was put there; called once for each session that is asked
     */
    public Slot(Supplier<T> first) {
        this.first = first;
    }

    T first() {
        return first.get();
    }
}
