package org.sekisho.policy;

/** Takes the trails that are worth keeping. Called on any thread: must not block, and must not throw. */
@FunctionalInterface
public interface TrailSink {
    void accept(Trail trail);

    TrailSink NONE = trail -> {};
}
