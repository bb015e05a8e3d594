package org.sekisho.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** A store that never answers: each batch fails when its limit has passed in real time, or when the test says so. */
public final class StalledStore implements StateStore {
    private final LinkedBlockingQueue<CompletableFuture<Answers>> waiting = new LinkedBlockingQueue<>();

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        CompletableFuture<Answers> answers = new CompletableFuture<>();
        waiting.add(answers);
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> giveUp(answers));
        return answers;
    }

    /** All limits pass now. */
    public void passLimits() {
        for (CompletableFuture<Answers> answers = waiting.poll(); answers != null; answers = waiting.poll()) {
            giveUp(answers);
        }
    }

    private static void giveUp(CompletableFuture<Answers> answers) {
        answers.completeExceptionally(new StateException("The store did not answer within the limit"));
    }

    /** How many batches came since the limits passed last. */
    public int waiting() {
        return waiting.size();
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        return new CompletableFuture<>();
    }

    @Override
    public <T> long count(Table<T> table) {
        return 0;
    }

    @Override
    public Optional<String> trouble() {
        return Optional.of("The store has stalled");
    }

    @Override
    public void close() {}
}
