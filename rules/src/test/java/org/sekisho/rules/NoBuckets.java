package org.sekisho.rules;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.StateException;
import org.sekisho.state.TokenBuckets;

/** For rules that count nothing: whoever takes a token fails. */
public final class NoBuckets implements TokenBuckets {
    public static final TokenBuckets HERE = new NoBuckets();

    private NoBuckets() {}

    @Override
    public CompletionStage<List<Taken>> take(List<Taking> takings, Duration limit) {
        return CompletableFuture.failedStage(new StateException("There are no buckets here"));
    }

    @Override
    public CompletionStage<List<Taken>> look(List<Taking> takings, Duration limit) {
        return CompletableFuture.failedStage(new StateException("There are no buckets here"));
    }

    @Override
    public void charge(List<Taking> takings) {
        throw new IllegalStateException("There are no buckets here");
    }

    @Override
    public void giveBack(List<Taking> takings) {
        throw new IllegalStateException("There are no buckets here");
    }

    @Override
    public long count() {
        return 0;
    }
}
