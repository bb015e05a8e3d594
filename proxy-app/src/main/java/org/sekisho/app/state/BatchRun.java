package org.sekisho.app.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.StateException;

/** How far a batch has come. It is passed from thread to thread, and used by one at a time. */
final class BatchRun {
    private final List<Batch.Step<?>> steps;
    private final List<Optional<? extends Held<?>>> found;
    private final CompletableFuture<Answers> answers = new CompletableFuture<>();

    BatchRun(Batch batch) {
        steps = batch.steps();
        found = new ArrayList<>(steps.size());
    }

    CompletableFuture<Answers> answers() {
        return answers;
    }

    /** Answered, failed, or given up because its limit has passed. */
    boolean isOver() {
        return answers.isDone();
    }

    boolean hasNext() {
        return found.size() < steps.size();
    }

    Batch.Step<?> next() {
        return steps.get(found.size());
    }

    /** Those that have not been carried out. */
    List<Batch.Step<?>> left() {
        return steps.subList(found.size(), steps.size());
    }

    void found(Optional<? extends Held<?>> held) {
        found.add(held);
    }

    void finish() {
        answers.complete(new Answers(found));
    }

    void fail(StateException why) {
        answers.completeExceptionally(why);
    }
}
