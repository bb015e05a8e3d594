package org.sekisho.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** A store that hands everything on to another one; a fake says only what it does otherwise. */
public class StoreInFront implements StateStore {
    private volatile StateStore behind;

    protected StoreInFront(StateStore behind) {
        this.behind = behind;
    }

    /** From now on everything goes to that one. */
    protected final void handOnTo(StateStore other) {
        behind = other;
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        return behind.run(batch, limit);
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        return behind.walk(table, after, most);
    }

    @Override
    public final <T> long count(Table<T> table) {
        return behind.count(table);
    }

    @Override
    public Optional<String> trouble() {
        return behind.trouble();
    }

    @Override
    public final void close() {
        behind.close();
    }
}
