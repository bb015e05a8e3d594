package org.sekisho.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** A store that can be read and takes no update, as if its disk were full; what it holds was put there before. */
public final class FullStore implements StateStore {
    private final StateStore readable;

    public FullStore(StateStore readable) {
        this.readable = readable;
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        return batch.steps().stream().allMatch(step -> step instanceof Batch.Read<?>)
                ? readable.run(batch, limit)
                : CompletableFuture.failedFuture(new StateException("The store is full"));
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        return readable.walk(table, after, most);
    }

    @Override
    public <T> long count(Table<T> table) {
        return readable.count(table);
    }

    @Override
    public Optional<String> trouble() {
        return Optional.of("The store is full");
    }

    @Override
    public void close() {
        readable.close();
    }
}
