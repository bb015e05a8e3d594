package org.sekisho.event;

/**
 * Takes events. Called on the event loop of the session: an implementation must not block, and must not throw.
 */
@FunctionalInterface
public interface EventSink {
    void accept(SessionEvent event);

    /** Drops everything. */
    EventSink NONE = event -> {};
}
