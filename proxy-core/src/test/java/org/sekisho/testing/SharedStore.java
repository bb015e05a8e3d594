package org.sekisho.testing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.LocalOnFailure;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.state.UnreachableStoreException;

/** A store that others write to, too, and that cannot be reached while the test says so. */
public final class SharedStore extends StoreInFront {
    private final StateStore local;
    private volatile boolean away;

    public SharedStore(StateStore shared, InstantSource clock) {
        super(shared);
        local = new LocalOnFailure(this, clock);
    }

    public void away(boolean now) {
        away = now;
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        return away
                ? CompletableFuture.failedFuture(new UnreachableStoreException("The store is away"))
                : super.run(batch, limit);
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        return away
                ? CompletableFuture.failedFuture(new UnreachableStoreException("The store is away"))
                : super.walk(table, after, most);
    }

    @Override
    public StateStore orLocal() {
        return local;
    }
}
