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

/** A store that fails everything at once. */
public final class DeadStore implements StateStore {
    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        return failure();
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        return failure();
    }

    private static <T> CompletionStage<T> failure() {
        return CompletableFuture.failedFuture(new StateException("The store is dead"));
    }

    @Override
    public <T> long count(Table<T> table) {
        return 0;
    }

    @Override
    public Optional<String> trouble() {
        return Optional.of("The store is dead");
    }

    @Override
    public void close() {}
}
