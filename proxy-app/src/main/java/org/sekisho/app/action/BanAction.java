package org.sekisho.app.action;

import java.io.IOException;
import java.util.List;
import org.sekisho.rules.jail.BanEvent;

/** One way to act on bans. Everything but {@link #wants} is called on threads of its worker, one call at a time, and may block. */
interface BanAction {
    /** As in the configuration; for messages. */
    String name();

    /** Whether the event is for this action. Called on any thread; must not block. */
    boolean wants(BanEvent event);

    /** At the start, before the first event. */
    default void begin() throws IOException, InterruptedException {}

    /** How many events may come in one call. */
    default int most() {
        return 1;
    }

    /**
     * Acts on what happened, oldest first. After a failure it comes again with the same events.
     *
     * @throws IOException with a message for the operator
     */
    void take(List<BanEvent> events) throws IOException, InterruptedException;

    /** Now and then while nothing happens. */
    default void idle() throws IOException, InterruptedException {}

    /** Events that it wanted will never come: there were too many, or all tries failed. */
    default void lost() {}

    /** At the stop, after the last event. */
    default void end() throws IOException, InterruptedException {}
}
