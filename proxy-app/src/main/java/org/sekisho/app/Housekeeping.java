package org.sekisho.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done now and then beside the sessions, on one thread of its own. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "housekeeping");
        made.setDaemon(true);
        return made;
    });

    /** Does it once, as soon as nothing else is being done. */
    void soon(Runnable work) {
        thread.execute(work);
    }

    /** Does it again and again; work that fails once is done again all the same. */
    Housekeeping every(Duration time, String what, Runnable work) {
        Future<?> unused = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.warn("{} failed; it is tried again in {} s", what, time.toSeconds(), e);
                    }
                },
                time.toMillis(),
                time.toMillis(),
                TimeUnit.MILLISECONDS);
        return this;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
