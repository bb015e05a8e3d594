package org.sekisho.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Another store that nothing is written to: an update is evaluated on what is there and answered as if it were kept. Later
 * steps of the same batch see it, other batches do not.
 */
public final class ReadOnlyState implements StateStore {
    private record Place(String table, String key) {}

    private final StateStore store;

    public ReadOnlyState(StateStore store) {
        this.store = store;
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        List<Batch.Step<?>> steps = batch.steps();
        Batch reads = new Batch();
        for (Batch.Step<?> step : steps) {
            reads.read(step.table(), step.key());
        }
        return store.run(reads, limit).thenApply(stored -> evaluate(steps, stored));
    }

    private static Answers evaluate(List<Batch.Step<?>> steps, Answers stored) {
        Map<Place, Optional<? extends Held<?>>> changed = new HashMap<>();
        List<Optional<? extends Held<?>>> found = new ArrayList<>(steps.size());
        for (int i = 0; i < steps.size(); i++) {
            found.add(evaluate(steps.get(i), i, stored, changed));
        }
        return new Answers(found);
    }

    /** What a changed place holds came from a step on the same table, so the type is its own. */
    @SuppressWarnings("unchecked")
    private static <T> Optional<Held<T>> evaluate(
            Batch.Step<T> step, int index, Answers stored, Map<Place, Optional<? extends Held<?>>> changed) {
        Place place = new Place(step.table().name(), step.key());
        Optional<Held<T>> now = changed.containsKey(place)
                ? (Optional<Held<T>>) changed.get(place)
                : stored.get(new Batch.Ticket<>(step.table(), index));
        if (!(step instanceof Batch.Update<T> update)) {
            return now;
        }
        Optional<Held<T>> after = update.applyTo(now);
        changed.put(place, after);
        return after;
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        return store.walk(table, after, most);
    }

    @Override
    public <T> CompletionStage<Written> written(Table<T> table) {
        return store.written(table);
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
    public StateStore orLocal() {
        return new ReadOnlyState(store.orLocal());
    }

    /** Leaves the store below open: it is somebody else's. */
    @Override
    public void close() {}
}
