package org.sekisho.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** A store that becomes another one in the middle of a test, such as one that has died. */
public final class SwitchedStore implements StateStore {
    private volatile StateStore present;

    public SwitchedStore(StateStore first) {
        present = first;
    }

    public void becomes(StateStore other) {
        present = other;
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        return present.run(batch, limit);
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        return present.walk(table, after, most);
    }

    @Override
    public <T> long count(Table<T> table) {
        return present.count(table);
    }

    @Override
    public Optional<String> trouble() {
        return present.trouble();
    }

    @Override
    public void close() {
        present.close();
    }
}
