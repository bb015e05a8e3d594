package org.sekisho.app.state;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.Row;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/**
 * The store that lasts: a file in a folder of its own, below caches in memory. What is in memory is answered at once on
 * the caller's thread; the rest by one thread that has a bounded queue. Learnt records are committed every half second;
 * operators' updates are answered when they are on the disk. While the file cannot be used, {@link #trouble} says so,
 * learnt records go on in memory, operators' updates fail, and the file is tried again every five seconds.
 */
public final class EmbeddedStore implements StateStore {
    /** How many records of each table stay in memory: about 300 octets each. */
    public static final int CACHED = 20_000;

    /** How many batches may wait for the store thread; a further one fails at once. */
    private static final int MOST_WAITING = 10_000;

    private static final Duration CLOSING_LIMIT = Duration.ofSeconds(20);

    private final InstantSource clock;
    private final StoreThread thread = new StoreThread(MOST_WAITING);
    private final Persistence persistence;

    EmbeddedStore(StoreFile file, InstantSource clock, int cached) {
        this.clock = clock;
        persistence = new Persistence(file, clock, thread, cached);
    }

    /**
     * Opens the store in this folder, which is made if there is none. A damaged file is set aside, and one that cannot be
     * opened does not stop the program: see {@link #trouble}.
     *
     * @throws StateException if another process uses the folder
     */
    public static EmbeddedStore open(Path directory, InstantSource clock) {
        return new EmbeddedStore(new StoreFile(directory, "", clock), clock, CACHED).started();
    }

    EmbeddedStore started() {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        thread.later(() -> completeWith(opened, () -> {
            persistence.start();
            return null;
        }));
        try {
            opened.join();
        } catch (CompletionException e) {
            thread.close(() -> {}, CLOSING_LIMIT);
            throw e.getCause() instanceof StateException inUse ? inUse : e;
        }
        thread.every(Persistence.COMMIT_PERIOD, persistence::tick);
        return this;
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        BatchRun run = new BatchRun(batch);
        try {
            while (run.hasNext()) {
                if (!(attempt(run.next()) instanceof Attempt.Done<?> done)) {
                    return handOver(run, limit);
                }
                run.found(done.held());
            }
        } catch (StateException e) {
            run.fail(e);
            return run.answers();
        }
        run.finish();
        return run.answers();
    }

    private <T> Attempt<T> attempt(Batch.Step<T> step) {
        if (step.table().keeping() == Table.Keeping.OPERATOR) {
            return step instanceof Batch.Read<T>
                    ? new Attempt.Done<>(persistence.operators().memory().runNow(step))
                    : new Attempt.NotHere<>();
        }
        LearnedTable table = persistence.known(step.table().name());
        return table == null ? new Attempt.NotHere<>() : table.attempt(step, Row.nanos(clock.instant()));
    }

    private CompletionStage<Answers> handOver(BatchRun run, Duration limit) {
        // The timer is set first: the answer may come while this thread is still here.
        CompletionStage<Answers> answers = limited(run.answers(), limit);
        List<Runnable> over = awaitUpdates(run);
        boolean offered = offer(run.answers(), () -> {
            try {
                persistence.request(run);
            } finally {
                over.forEach(Runnable::run);
            }
        });
        if (!offered) {
            over.forEach(Runnable::run);
        }
        return answers;
    }

    /** Whoever asks for what is yet to be written must not be told that it is nowhere; the answers end that. */
    private List<Runnable> awaitUpdates(BatchRun run) {
        List<Runnable> over = new ArrayList<>(2);
        for (Batch.Step<?> step : run.left()) {
            LearnedTable table = step instanceof Batch.Update<?>
                    ? persistence.known(step.table().name())
                    : null;
            if (table != null) {
                table.await(step.key());
                over.add(() -> table.came(step.key()));
            }
        }
        return over;
    }

    private static CompletionStage<Answers> limited(CompletableFuture<Answers> answers, Duration limit) {
        return answers.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).handle((found, failure) -> {
            if (failure instanceof TimeoutException) {
                throw new StateException("The state store did not answer within " + limit.toMillis() + " ms");
            }
            if (failure != null) {
                throw failure instanceof StateException known
                        ? known
                        : new StateException("The state store failed: " + failure, failure);
            }
            return found;
        });
    }

    private boolean offer(CompletableFuture<?> answer, Runnable task) {
        boolean offered = thread.offer(task);
        if (!offered) {
            answer.completeExceptionally(
                    new StateException("The state store is closed, or " + MOST_WAITING + " requests wait for it"));
        }
        return offered;
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        if (table.keeping() == Table.Keeping.OPERATOR) {
            return persistence.operators().memory().walk(table, after, most);
        }
        CompletableFuture<Page<T>> page = new CompletableFuture<>();
        offer(page, () -> completeWith(page, () -> persistence.page(table, after, most)));
        return page;
    }

    /** Of what was learnt; operators' records stand in the file without it. */
    @Override
    public <T> CompletionStage<Written> written(Table<T> table) {
        if (table.keeping() == Table.Keeping.OPERATOR) {
            return CompletableFuture.completedStage(Written.UNKNOWN);
        }
        CompletableFuture<Written> written = new CompletableFuture<>();
        offer(written, () -> completeWith(written, () -> persistence.written(table.name())));
        return written;
    }

    private static <R> void completeWith(CompletableFuture<R> future, Supplier<R> work) {
        try {
            future.complete(work.get());
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
        }
    }

    @Override
    public <T> long count(Table<T> table) {
        if (table.keeping() == Table.Keeping.OPERATOR) {
            return persistence.operators().memory().count(table);
        }
        LearnedTable known = persistence.known(table.name());
        return known == null ? 0 : known.count();
    }

    @Override
    public Optional<String> trouble() {
        return persistence.trouble();
    }

    /** Writes what is not on the disk yet. What is asked for from now on fails. */
    @Override
    public void close() {
        thread.close(persistence::close, CLOSING_LIMIT);
    }
}
