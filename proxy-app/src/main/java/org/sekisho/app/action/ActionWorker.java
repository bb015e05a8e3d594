package org.sekisho.app.action;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.sekisho.rules.jail.BanEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to one action, on threads of its own. Each try has a time limit; what failed is tried again after a pause,
 * and given up at last. The log says once that an action fails, and once that it works again.
 */
final class ActionWorker {
    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);

    /** Tries that are past their limit may hang in one of these each; a further try fails at once. */
    private static final int THREADS = 4;

    private static final int THREAD_IDLE_SECONDS = 10;

    private final BanAction action;
    private final Pace pace;
    /** An empty element only wakes the worker. */
    private final BlockingQueue<Optional<BanEvent>> queue;

    private final ThreadPoolExecutor tries;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicLong overflown = new AtomicLong();
    /** Events given up since the action last worked; of the worker's thread, like the next. */
    private long givenUp;

    private boolean failing;

    private ActionWorker(BanAction action, Pace pace) {
        this.action = action;
        this.pace = pace;
        queue = new ArrayBlockingQueue<>(pace.queue());
        tries = new ThreadPoolExecutor(
                0,
                THREADS,
                THREAD_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "action-" + action.name()));
        thread = daemon(this::work, "actions-" + action.name());
    }

    static ActionWorker start(BanAction action, Pace pace) {
        ActionWorker worker = new ActionWorker(action, pace);
        worker.thread.start();
        return worker;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread made = new Thread(task, name);
        made.setDaemon(true);
        return made;
    }

    /** Takes it if the action wants it; never waits. */
    void offer(BanEvent event) {
        if (action.wants(event) && !queue.offer(Optional.of(event)) && overflown.getAndIncrement() == 0) {
            LOG.warn(
                    "Action {} cannot keep up: {} events wait for it, and what comes now is dropped",
                    action.name(),
                    pace.queue());
        }
    }

    // The worker's thread

    private void work() {
        try {
            attempt(0, action::begin);
            while (stopping.getCount() > 0 || !queue.isEmpty()) {
                round();
            }
        } catch (InterruptedException e) {
            LOG.warn(
                    "Action {}: {} events were still to be told when the program stopped", action.name(), queue.size());
        }
    }

    private void round() throws InterruptedException {
        tellOverflow();
        Optional<BanEvent> first = queue.poll(pace.idle().toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            attempt(0, action::idle);
            return;
        }
        List<Optional<BanEvent>> taken = new ArrayList<>(List.of(first));
        queue.drainTo(taken, action.most() - 1);
        List<BanEvent> events = taken.stream().flatMap(Optional::stream).toList();
        if (!events.isEmpty()) {
            attempt(events.size(), () -> action.take(events));
        }
    }

    private void tellOverflow() {
        if (overflown.get() > 0 && queue.isEmpty()) {
            LOG.warn("Action {} keeps up again; {} events were dropped", action.name(), overflown.getAndSet(0));
            action.lost();
        }
    }

    /** Part of an action's work. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void attempt(int events, Work work) throws InterruptedException {
        Optional<String> reason = once(work);
        for (int i = 0; i < pace.pauses().size() && reason.isPresent() && !stops(i); i++) {
            reason = once(work);
        }
        if (reason.isPresent()) {
            giveUp(events, reason.get());
        } else if (failing) {
            LOG.info("Action {} works again; {} events got lost", action.name(), givenUp);
            failing = false;
            givenUp = 0;
        }
    }

    private boolean stops(int pause) throws InterruptedException {
        return stopping.await(pace.pauses().get(pause).toMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveUp(int events, String reason) {
        givenUp += events;
        action.lost();
        if (!failing) {
            LOG.warn(
                    "Action {} fails: {}. Bans hold all the same; it is tried again with what comes next",
                    action.name(),
                    reason);
            failing = true;
        }
    }

    /** Why it failed, if it did. */
    private Optional<String> once(Work work) throws InterruptedException {
        Future<?> done;
        try {
            done = tries.submit((Callable<Boolean>) () -> {
                work.run();
                return true;
            });
        } catch (RejectedExecutionException e) {
            return Optional.of("earlier tries still hang");
        }
        try {
            done.get(pace.limit().toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("not done within " + pace.limit().toSeconds() + " s");
        } catch (ExecutionException e) {
            return Optional.of(reason(e.getCause() == null ? e : e.getCause()));
        } finally {
            done.cancel(true);
        }
    }

    private static String reason(Throwable cause) {
        return cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : cause.toString();
    }

    // Stopping

    /** No events come any more; what waits is still told, within the farewell. */
    void finish() {
        stopping.countDown();
        // When there is no room, it is awake.
        boolean unused = queue.offer(Optional.empty());
    }

    /** After {@link #finish}: waits for the last event, then ends the action. */
    void close() throws InterruptedException {
        thread.join(pace.farewell().toMillis());
        thread.interrupt();
        thread.join(pace.farewell().toMillis());
        once(action::end).ifPresent(reason -> LOG.warn("Action {} did not end well: {}", action.name(), reason));
        tries.shutdownNow();
    }
}
