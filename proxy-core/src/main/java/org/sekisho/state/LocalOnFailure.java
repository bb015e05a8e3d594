package org.sekisho.state;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store that others write to, too, while it can be reached, and this node's memory for what is asked while it cannot. The memory
 * learns from what the store could not take, and gives up what it has of a table as soon as the store answers about that table
 * again: others may have written newer records since, so that each outage begins with nothing.
 */
public final class LocalOnFailure implements StateStore {
    /** In each table: about 6 MB of short records. */
    static final int MOST = 20_000;

    private final StateStore shared;
    private final MemoryStore local;
    /** The tables of which the memory has something. */
    private final Set<String> learnt = ConcurrentHashMap.newKeySet();

    /** @param shared stays open: it is somebody else's */
    public LocalOnFailure(StateStore shared, InstantSource clock) {
        this.shared = shared;
        local = new MemoryStore(clock);
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        return shared.run(batch, limit)
                .thenApply(answers -> {
                    giveUp(batch);
                    return answers;
                })
                .exceptionallyCompose(failure -> {
                    if (!UnreachableStoreException.isCauseOf(failure)) {
                        // A record of a newer version, or one that has no room: that is not what an own memory is for.
                        return CompletableFuture.failedFuture(failure);
                    }
                    return learn(batch, limit);
                });
    }

    private void giveUp(Batch batch) {
        if (!learnt.isEmpty()) {
            batch.steps().stream()
                    .map(step -> step.table().name())
                    .filter(learnt::remove)
                    .forEach(local::forget);
        }
    }

    private CompletionStage<Answers> learn(Batch batch, Duration limit) {
        batch.steps().stream()
                .filter(Batch.Update.class::isInstance)
                .forEach(step -> learnt.add(step.table().name()));
        return local.run(bounded(batch), limit);
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
    public <T> CompletionStage<Written> written(Table<T> table) {
        return shared.written(table);
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
