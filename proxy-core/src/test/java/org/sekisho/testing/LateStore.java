package org.sekisho.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** A store that does at once what it is asked for, and answers when the test says so, in the order in which it was asked. */
public final class LateStore implements StateStore {
    private final StateStore behind;
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private volatile boolean late;

    public LateStore(StateStore behind) {
        this.behind = behind;
    }

    /** Whether what is asked for from now on waits for {@link #answer}. */
    public void late(boolean now) {
        late = now;
    }

    /** What has waited until now is answered. */
    public void answer() {
        List<CompletableFuture<Void>> all;
        synchronized (waiting) {
            all = List.copyOf(waiting);
            waiting.clear();
        }
        all.forEach(next -> next.complete(null));
    }

    private <T> CompletionStage<T> inTime(CompletionStage<T> answer) {
        if (!late) {
            return answer;
        }
        CompletableFuture<Void> time = new CompletableFuture<>();
        synchronized (waiting) {
            waiting.add(time);
        }
        return answer.thenCombine(time, (found, unused) -> found);
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        return inTime(behind.run(batch, limit));
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        return inTime(behind.walk(table, after, most));
    }

    @Override
    public <T> long count(Table<T> table) {
        return behind.count(table);
    }

    @Override
    public Optional<String> trouble() {
        return behind.trouble();
    }

    @Override
    public void close() {
        behind.close();
    }
}
