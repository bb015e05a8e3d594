package org.sekisho.app.log;

import org.sekisho.event.EventSink;
import org.sekisho.event.SessionEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each event to the log as it is; it becomes a line on the writer's thread, not on the event loop. */
public final class EventLog implements EventSink {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    @Override
    public void accept(SessionEvent event) {
        LOG.info("{}", event);
    }
}
