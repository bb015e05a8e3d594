package org.sekisho.state;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Other buckets that nothing is taken from: what is asked is answered as if it were. */
public final class ReadOnlyBuckets implements TokenBuckets {
    private final TokenBuckets buckets;

    public ReadOnlyBuckets(TokenBuckets buckets) {
        this.buckets = buckets;
    }

    @Override
    public CompletionStage<List<Taken>> take(List<Taking> takings, Duration limit) {
        return buckets.look(takings, limit);
    }

    @Override
    public CompletionStage<List<Taken>> look(List<Taking> takings, Duration limit) {
        return buckets.look(takings, limit);
    }

    @Override
    public void charge(List<Taking> takings) {}

    @Override
    public void giveBack(List<Taking> takings) {}

    @Override
    public long count() {
        return buckets.count();
    }
}
