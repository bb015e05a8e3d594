package org.sekisho.rules.jail;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells observers what became of bans: one event after the other, in the order in which they were noted, also if an observer
 * bans in its turn. Thread-safe.
 */
final class Herald {
    private static final Logger LOG = LoggerFactory.getLogger(Herald.class);

    private final List<BanObserver> observers = new CopyOnWriteArrayList<>();
    private final Queue<BanEvent> noted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();

    void observe(BanObserver observer) {
        observers.add(observer);
    }

    /** To be called while whoever notes holds the lock that orders the events; nobody is told yet. */
    void note(BanEvent event) {
        if (!observers.isEmpty()) {
            noted.add(event);
        }
    }

    /** Tells what has been noted, unless another thread, or a caller of this one, is at it and will. */
    void announce() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = calls.get();
            for (BanEvent event = noted.poll(); event != null; event = noted.poll()) {
                tellAll(event);
            }
        } while (calls.addAndGet(-seen) > 0);
    }

    private void tellAll(BanEvent event) {
        for (BanObserver observer : observers) {
            try {
                observer.told(event);
            } catch (RuntimeException e) {
                LOG.error("An observer of bans failed over {}; the others are told", event, e);
            }
        }
    }
}
