package org.sekisho.policy;

/** Judges sessions, each in a hearing of its own. Thread-safe. */
@FunctionalInterface
public interface Judge {
    /** A client has connected; called on the event loop of its session, must not block. */
    Hearing open(Stage.Connection connection);

    /** Lets everything through. */
    Judge PASSING = connection -> Hearing.PASSING;
}
