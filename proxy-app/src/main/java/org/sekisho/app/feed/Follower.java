package org.sekisho.app.feed;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody who watches, and what they have yet to see. When that is {@value #MOST_WAITING} events, the oldest make room for
 * new ones, and the follower is told how many it missed. One thread takes; the feed adds.
 */
public final class Follower implements AutoCloseable {
    static final int MOST_WAITING = 1_000;

    private final Optional<String> jail;
    private final InstantSource clock;
    private final Feed feed;
    private final BlockingQueue<FeedEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicInteger lost = new AtomicInteger();

    Follower(Optional<String> jail, InstantSource clock, Feed feed) {
        this.jail = jail;
        this.clock = clock;
        this.feed = feed;
    }

    /** Never waits. By one thread at a time, which holds the feed's lock. */
    void add(FeedEvent event) {
        if (!wants(jail, event)) {
            return;
        }
        while (!waiting.offer(event)) {
            if (waiting.poll() != null) {
                lost.incrementAndGet();
            }
        }
    }

    /** Whoever watches one jail sees what is about it, and when there is nothing more to see. */
    static boolean wants(Optional<String> jail, FeedEvent event) {
        return jail.isEmpty() || jail.equals(event.jail()) || event.kind().equals(FeedEvent.END);
    }

    /** The next event; empty if there is none for that long. */
    public Optional<FeedEvent> next(Duration patience) throws InterruptedException {
        int missed = lost.getAndSet(0);
        return missed > 0
                ? Optional.of(FeedEvent.lost(clock.instant(), missed))
                : Optional.ofNullable(waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Watches no more. */
    @Override
    public void close() {
        feed.leave(this);
    }
}
