package org.sekisho.rules.recipients;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** A store in which something else happens after the first trip to it, before its answer is there. */
final class BetweenTrips implements StateStore {
    private final StateStore store;
    private final Runnable event;
    private boolean happened;

    BetweenTrips(StateStore store, Runnable event) {
        this.store = store;
        this.event = event;
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        CompletionStage<Answers> answers = store.run(batch, limit);
        if (!happened) {
            happened = true;
            event.run();
        }
        return answers;
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        return store.walk(table, after, most);
    }

    @Override
    public <T> long count(Table<T> table) {
        return store.count(table);
    }

    @Override
    public Optional<String> trouble() {
        return store.trouble();
    }

    @Override
    public void close() {
        store.close();
    }
}
