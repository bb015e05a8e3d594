package org.sekisho.app.decision;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.policy.References;
import org.sekisho.policy.Trail;
import org.sekisho.policy.TrailSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Keeps the decisions that did something, or would have, so that {@code why} can explain them. Sessions only hand them
 * over; they are written a few times a second by a thread of their own, and a disk that fails costs explanations, never
 * mail. Thread-safe.
 */
public final class DecisionBook implements TrailSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionBook.class);

    /** Decisions that wait to be written, of some KiB each; a further one is not kept. */
    private static final int MOST_WAITING = 4_000;

    /** Octets of one decision: a dozen rules with their evidence take about 3,000. */
    private static final int LARGEST = 8_192;

    private static final long WRITE_MILLIS = 250;
    private static final long FORGET_SECONDS = 60;
    private static final long CLOSING_SECONDS = 5;

    private final Shelf shelf;
    private final Duration keep;
    private final InstantSource clock;
    private final Names names;
    private final Queue<Trail> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final ScheduledThreadPoolExecutor writer;
    private boolean failing;

    private DecisionBook(Shelf shelf, Duration keep, InstantSource clock, Names names) {
        this.shelf = shelf;
        this.keep = keep;
        this.clock = clock;
        this.names = names;
        writer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sekisho-decisions");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * A book in files; in memory, and the log says so, if there can be none.
     *
     * @param directory for nothing else; made if there is none
     * @param keep how long a decision can be asked for
     * @param names how those who send and receive mail are called
     */
    public static DecisionBook open(Path directory, Duration keep, InstantSource clock, Names names) {
        try {
            return new DecisionBook(new FileShelf(directory, keep).opened(), keep, clock, names).begun();
        } catch (IOException e) {
            LOG.error("Decisions are kept in memory, the last {} of them: {}", MemoryShelf.MOST, e.toString());
            return inMemory(keep, clock, names);
        }
    }

    /** A book that ends with the program. */
    public static DecisionBook inMemory(Duration keep, InstantSource clock, Names names) {
        return new DecisionBook(new MemoryShelf(), keep, clock, names).begun();
    }

    private DecisionBook begun() {
        var unused = writer.scheduleWithFixedDelay(this::write, WRITE_MILLIS, WRITE_MILLIS, TimeUnit.MILLISECONDS);
        unused = writer.scheduleWithFixedDelay(this::forget, FORGET_SECONDS, FORGET_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    @Override
    public void accept(Trail trail) {
        if (count.incrementAndGet() > MOST_WAITING) {
            count.decrementAndGet();
            LOG.debug("The decision {} is not kept: too many wait to be written", trail.reference());
            return;
        }
        waiting.add(trail);
    }

    private void write() {
        try {
            for (Trail next = waiting.poll(); next != null; next = waiting.poll()) {
                count.decrementAndGet();
                byte[] text = Json.MAPPER.writeValueAsBytes(Explanation.of(next).named(names));
                if (text.length <= LARGEST) {
                    shelf.put(References.written(next.reference()), next.time(), text);
                } else {
                    LOG.debug("The decision {} is not kept: it has {} octets", next.reference(), text.length);
                }
            }
            shelf.flush();
            if (failing) {
                failing = false;
                LOG.info("Decisions are kept again");
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void forget() {
        try {
            shelf.forget(clock.instant().minus(keep));
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void failed(Exception why) {
        if (!failing) {
            failing = true;
            LOG.warn("Decisions cannot be kept, so that 'sekisho why' will not find them: {}", why.toString());
        }
    }

    /** The decision with that reference, written in whatever way a person writes it. */
    public CompletionStage<Optional<Explanation>> find(String reference) {
        String written = References.written(reference);
        try {
            return CompletableFuture.supplyAsync(() -> read(written), writer);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.completedStage(Optional.empty());
        }
    }

    private Optional<Explanation> read(String reference) {
        write();
        try {
            return shelf.find(reference)
                    .flatMap(DecisionBook::decoded)
                    .filter(found -> found.time().plus(keep).isAfter(clock.instant()));
        } catch (IOException e) {
            throw new CompletionException("The decisions cannot be read: " + e, e);
        }
    }

    private static Optional<Explanation> decoded(byte[] text) {
        try {
            return Optional.of(Json.MAPPER.readValue(text, Explanation.class));
        } catch (JacksonException damaged) {
            return Optional.empty();
        }
    }

    /** Writes what waits. */
    @Override
    public void close() throws IOException {
        writer.execute(this::write);
        writer.shutdown();
        try {
            if (writer.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                shelf.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
