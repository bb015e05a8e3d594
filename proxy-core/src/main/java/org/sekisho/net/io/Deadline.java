package org.sekisho.net.io;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One moment by which something must have happened. Moving it is cheap: the timer behind it is armed anew only when it
 * fires too early, or would fire too late (J16). Used on its event loop only.
 */
public final class Deadline {
    private static final long NEVER = Long.MAX_VALUE;

    private final EventLoop loop;
    private final Runnable missed;

    private long due = NEVER;
    private long armedFor = NEVER;
    private @Nullable Future<?> timer;

    public Deadline(EventLoop loop, Runnable missed) {
        this.loop = loop;
        this.missed = missed;
    }

    /** Sets it so far from now. */
    public void in(Duration wait) {
        at(now() + wait.toNanos());
    }

    /** Moves it away by {@code credit}, but not further than {@code most} from now (X5). */
    public void extend(Duration credit, Duration most) {
        if (due != NEVER) {
            at(Math.min(due + credit.toNanos(), now() + most.toNanos()));
        }
    }

    public boolean isSet() {
        return due != NEVER;
    }

    /** There is none for now. */
    public void clear() {
        due = NEVER;
    }

    /** There is none any more. */
    public void cancel() {
        due = NEVER;
        disarm();
    }

    private void at(long nanos) {
        due = nanos;
        if (due < armedFor) {
            disarm();
            arm();
        }
    }

    private void arm() {
        armedFor = due;
        timer = loop.schedule(this::fired, due - now(), TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        armedFor = NEVER;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void fired() {
        timer = null;
        armedFor = NEVER;
        if (due == NEVER) {
            return;
        }
        if (now() < due) {
            arm();
        } else {
            due = NEVER;
            missed.run();
        }
    }

    private long now() {
        return loop.ticker().nanoTime();
    }
}
