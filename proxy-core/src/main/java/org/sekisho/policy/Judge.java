package org.sekisho.policy;

import java.util.concurrent.Executor;

/** Judges sessions, each in a hearing of its own. Thread-safe. */
@FunctionalInterface
public interface Judge {
    /** A client has connected; called on the event loop of its session, must not block. */
    Hearing open(Stage.Connection connection);

    /**
     * The same, where there is a thread that the session lives on: what comes late from stores, name servers and timers
     * is gone on with there.
     */
    default Hearing open(Stage.Connection connection, Executor executor) {
        return open(connection);
    }

    /** Lets everything through. */
    Judge PASSING = connection -> Hearing.PASSING;
}
