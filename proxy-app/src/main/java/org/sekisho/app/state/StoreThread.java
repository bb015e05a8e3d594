package org.sekisho.app.state;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that touches the disk, with a bounded number of tasks before it. */
final class StoreThread {
    private static final Logger LOG = LoggerFactory.getLogger(StoreThread.class);

    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledThreadPoolExecutor executor;

    /** @param most how many tasks may wait */
    StoreThread(int most) {
        this.most = most;
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sekisho-state");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does it as soon as what came before is done; false if too much is waiting, or the thread has ended. */
    boolean offer(Runnable task) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            return false;
        }
        try {
            executor.execute(() -> {
                waiting.decrementAndGet();
                survive(task);
            });
            return true;
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            return false;
        }
    }

    /** Does it behind what is waiting now, bound or not; for the store's own work. */
    void later(Runnable task) {
        executor.execute(() -> survive(task));
    }

    void every(Duration period, Runnable task) {
        var unused = executor.scheduleWithFixedDelay(
                () -> survive(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A defect in one task must not end the thread. */
    private static void survive(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task of the state store failed", e);
        }
    }

    /** Takes no more tasks, does what is waiting and {@code last}, and ends; gives up after so long. */
    void close(Runnable last, Duration limit) {
        if (executor.isShutdown()) {
            return;
        }
        try {
            executor.execute(() -> survive(last));
            executor.shutdown();
            if (!executor.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.error(
                        "The state could not be written within {} s at the end; the last changes may be lost",
                        limit.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
