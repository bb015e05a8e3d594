package org.sekisho.state;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A store that others write to, too, while it can be reached, and this node's memory for what is asked while it cannot. The memory
 * begins empty: it learns from what the store could not take, and gives a record up as soon as the store has taken one under
 * the same key, which is then newer.
 */
public final class LocalOnFailure implements StateStore {
    /** In each table: about 6 MB of short records. */
    static final int MOST = 20_000;

    private final StateStore shared;
    private final MemoryStore local;
    private volatile boolean learnt;

    /** @param shared stays open: it is somebody else's */
    public LocalOnFailure(StateStore shared, InstantSource clock) {
        this.shared = shared;
        local = new MemoryStore(clock);
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        return shared.run(batch, limit)
                .thenApply(answers -> {
                    if (learnt) {
                        giveUp(batch);
                    }
                    return answers;
                })
                .exceptionallyCompose(failure -> {
                    if (!UnreachableStoreException.isCauseOf(failure)) {
                        // A record of a newer version, or one that has no room: that is not what an own memory is for.
                        return CompletableFuture.failedFuture(failure);
                    }
                    learnt = true;
                    return local.run(bounded(batch), limit);
                });
    }

    private void giveUp(Batch batch) {
        for (Batch.Step<?> step : batch.steps()) {
            if (step instanceof Batch.Update<?>) {
                local.restore(step.table().name(), step.key(), Optional.empty());
            }
        }
    }

    private static Batch bounded(Batch batch) {
        Batch bounded = new Batch();
        batch.steps().forEach(step -> add(bounded, step));
        return bounded;
    }

    private static <T> void add(Batch batch, Batch.Step<T> step) {
        if (step instanceof Batch.Update<T> update) {
            batch.update(bounded(step.table()), step.key(), update.owner(), update.change());
        } else {
            batch.read(bounded(step.table()), step.key());
        }
    }

    private static <T> Table<T> bounded(Table<T> table) {
        return new Table<>(
                table.name(),
                table.codec(),
                Math.min(table.mostRecords(), MOST),
                table.mostPerOwner(),
                table.mostOctets(),
                table.keeping());
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        return shared.walk(table, after, most).exceptionallyCompose(failure -> local.walk(table, after, most));
    }

    @Override
    public <T> long count(Table<T> table) {
        return shared.count(table);
    }

    @Override
    public Optional<String> trouble() {
        return shared.trouble();
    }

    /** Leaves the shared store open: it is somebody else's. */
    @Override
    public void close() {}
}
