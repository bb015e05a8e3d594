package org.sekisho.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sekisho.net.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the program ends. SIGTERM and SIGINT drain the proxy: its listeners close, idle sessions get 421, transactions in
 * flight may finish. Then the other parts stop in the opposite order of their start, the log last.
 */
final class Lifecycle implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    /** Beyond the drain's own limit, for the last replies to leave. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Duration drainLimit;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Proxy proxy;

    Lifecycle(Duration drainLimit) {
        this.drainLimit = drainLimit;
    }

    /** A part to stop after all that are added later. */
    synchronized void stopLast(AutoCloseable part) {
        parts.push(part);
    }

    /** The proxy, which ends before everything else. */
    synchronized void drainFirst(Proxy started) {
        proxy = started;
    }

    /** Comes back when a signal has stopped the program, or this thread is interrupted. */
    void awaitStop() {
        // A hook rather than a signal handler: the process ends with 143 or 130, as whoever sent the signal expects.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Drains and stops everything, once. */
    @Override
    public synchronized void close() {
        if (stopped.getCount() == 0) {
            return;
        }
        if (proxy != null) {
            drain(proxy);
        }
        while (!parts.isEmpty()) {
            stop(parts.pop());
        }
        stopped.countDown();
    }

    private void drain(Proxy started) {
        try {
            started.drain(drainLimit)
                    .toCompletableFuture()
                    .get(drainLimit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("The proxy did not drain, what is left is cut off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} did not stop", part.getClass().getSimpleName(), e);
        }
    }
}
