package org.sekisho.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.SessionEvent;
import org.sekisho.policy.Trail;

/**
 * Takes what is logged without ever waiting, and writes it on a thread of its own. What finds the queue full, or cannot be
 * written, is dropped and counted; the log says so as soon as it can write again.
 */
final class LineQueue extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /** Some megabytes at worst, and seconds of the busiest traffic. */
    static final int CAPACITY = 8_192;

    /** Lines are written together as long as more of them wait, up to about this many characters. */
    private static final int BATCH = 32_768;

    private static final long IDLE_LOOK_MILLIS = 200;
    private static final long STOP_LIMIT_MILLIS = 5_000;

    private final BlockingQueue<ILoggingEvent> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final LineFormat format;
    private final OutputStream out;
    private final InstantSource clock;
    private final Thread writer = new Thread(this::write, "log");
    private volatile boolean stopping;

    LineQueue(int capacity, LineFormat format, OutputStream out, InstantSource clock) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.format = format;
        this.out = out;
        this.clock = clock;
        writer.setDaemon(true);
    }

    @Override
    public void start() {
        super.start();
        writer.start();
    }

    @Override
    protected void append(ILoggingEvent logged) {
        Object[] arguments = logged.getArgumentArray();
        if (arguments == null || arguments.length == 0 || !immutable(arguments[0])) {
            // Arguments may change before the writer comes to them; events and trails cannot.
            logged.prepareForDeferredProcessing();
        }
        if (!queue.offer(logged)) {
            dropped.incrementAndGet();
        }
    }

    private static boolean immutable(Object argument) {
        return argument instanceof SessionEvent || argument instanceof Trail;
    }

    /** Writes what is queued, for at most five seconds. */
    @Override
    public void stop() {
        super.stop();
        stopping = true;
        try {
            writer.join(STOP_LIMIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        StringBuilder lines = new StringBuilder(BATCH + 4_096);
        try {
            while (!stopping || !queue.isEmpty()) {
                writeBatch(queue.poll(IDLE_LOOK_MILLIS, TimeUnit.MILLISECONDS), lines);
            }
            writeBatch(null, lines);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was dropped, that line, and those that wait behind it. */
    private void writeBatch(@Nullable ILoggingEvent first, StringBuilder lines) {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            format.warning(
                    clock.instant(),
                    lost + " log lines dropped: the log could not be written as fast as it grew",
                    lines);
        }
        int count = 0;
        for (ILoggingEvent next = first; next != null; next = lines.length() < BATCH ? queue.poll() : null) {
            format.write(next, lines);
            count++;
        }
        if (!lines.isEmpty()) {
            try {
                out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                dropped.addAndGet(lost + count);
            }
            lines.setLength(0);
        }
    }
}
