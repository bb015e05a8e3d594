package org.sekisho.rules.limits;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.TokenBuckets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shared buckets while they answer, and this node's own while they do not: limits decide locally rather than not at all. */
final class LocalOnFailure implements TokenBuckets {
    private static final Logger LOG = LoggerFactory.getLogger(LocalOnFailure.class);

    private final TokenBuckets shared;
    private final TokenBuckets local;
    private final AtomicBoolean failing = new AtomicBoolean();

    LocalOnFailure(TokenBuckets shared, TokenBuckets local) {
        this.shared = shared;
        this.local = local;
    }

    @Override
    public CompletionStage<List<Taken>> take(List<Taking> takings, Duration limit) {
        return shared.take(takings, limit)
                .handle((taken, failure) -> answer(taken, failure, () -> local.take(takings, limit)))
                .thenCompose(answer -> answer);
    }

    @Override
    public CompletionStage<List<Taken>> look(List<Taking> takings, Duration limit) {
        return shared.look(takings, limit)
                .handle((taken, failure) -> answer(taken, failure, () -> local.look(takings, limit)))
                .thenCompose(answer -> answer);
    }

    private CompletionStage<List<Taken>> answer(
            @Nullable List<Taken> taken,
            @Nullable Throwable failure,
            Supplier<CompletionStage<List<Taken>>> otherwise) {
        if (taken != null) {
            if (failing.compareAndSet(true, false)) {
                LOG.info("Limits are shared with the other nodes again");
            }
            return CompletableFuture.completedFuture(taken);
        }
        if (failing.compareAndSet(false, true)) {
            LOG.warn("Limits are counted on this node alone until the store works again: {}", String.valueOf(failure));
        }
        return otherwise.get();
    }

    @Override
    public void charge(List<Taking> takings) {
        working().charge(takings);
    }

    @Override
    public void giveBack(List<Taking> takings) {
        working().giveBack(takings);
    }

    @Override
    public long count() {
        return working().count();
    }

    private TokenBuckets working() {
        return failing.get() ? local : shared;
    }
}
