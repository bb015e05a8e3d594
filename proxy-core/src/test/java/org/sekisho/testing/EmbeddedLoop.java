package org.sekisho.testing;

import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An event loop for any number of {@link EmbeddedSocket}s. It works when it is told to, on the caller's thread, and its
 * time is that of a {@link ManualTime}.
 */
public final class EmbeddedLoop {
    /** Lends its loop. A channel that closes takes the timers of its own loop along, so that no socket may own it. */
    private final EmbeddedChannel owner = new EmbeddedChannel();

    private final ManualTime time;

    public EmbeddedLoop(ManualTime time) {
        this.time = time;
        owner.freezeTime();
    }

    public EventLoop eventLoop() {
        return owner.eventLoop();
    }

    /** Does what is due. */
    public void work() {
        owner.runPendingTasks();
    }

    /** Lets time pass from one timer to the next, so that each sees the moment for which it was set. */
    public void advance(Duration passing) {
        long left = passing.toNanos();
        while (left > 0) {
            long next = owner.runScheduledPendingTasks();
            long step = next <= 0 ? left : Math.min(left, next);
            time.advance(Duration.ofNanos(step));
            owner.advanceTimeBy(step, TimeUnit.NANOSECONDS);
            left -= step;
            owner.runScheduledPendingTasks();
            work();
        }
    }
}
