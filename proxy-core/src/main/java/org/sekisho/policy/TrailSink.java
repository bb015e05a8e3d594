package org.sekisho.policy;

/** Takes the trails that are worth keeping. Called on any thread: must not block, and must not throw. */
@FunctionalInterface
public interface TrailSink {
    void accept(Trail trail);

    /** This one first, and then the other. */
    default TrailSink and(TrailSink other) {
        return trail -> {
            accept(trail);
            other.accept(trail);
        };
    }

    TrailSink NONE = trail -> {};
}
