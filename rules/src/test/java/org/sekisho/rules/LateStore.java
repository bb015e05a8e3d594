package org.sekisho.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.StateStore;
import org.sekisho.testing.StoreInFront;

/** Answers when it is told to. */
public final class LateStore extends StoreInFront {
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean late;

    public LateStore(StateStore store) {
        super(store);
    }

    /** From now on nobody gets an answer. */
    public void beLate() {
        late = true;
    }

    /** Carries out what has been asked, and from now on answers at once. */
    public void catchUp() {
        late = false;
        waiting.forEach(Runnable::run);
        waiting.clear();
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        if (!late) {
            return super.run(batch, limit);
        }
        CompletableFuture<Answers> answer = new CompletableFuture<>();
        waiting.add(() -> answer.complete(super.run(batch, limit)
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .join()));
        return answer;
    }
}
