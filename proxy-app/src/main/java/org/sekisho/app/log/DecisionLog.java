package org.sekisho.app.log;

import org.sekisho.policy.Trail;
import org.sekisho.policy.TrailSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each notable decision to the log as it is; it becomes a line on the writer's thread, not on the event loop. */
public final class DecisionLog implements TrailSink {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);

    @Override
    public void accept(Trail trail) {
        LOG.info("{}", trail);
    }
}
