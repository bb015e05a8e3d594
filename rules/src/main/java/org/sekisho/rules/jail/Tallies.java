package org.sekisho.rules.jail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tallies of all jails: in the store while it works, and in this node's memory while it does not, so that jails decide
 * at once whatever has happened to it.
 */
final class Tallies {
    private static final Logger LOG = LoggerFactory.getLogger(Tallies.class);
    private static final Duration LIMIT = Duration.ofSeconds(1);
    /** How often a store that failed is tried again. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final StateStore store;
    private final MemoryStore local;
    private final InstantSource clock;
    /** When the store is tried again; null while it works. */
    private final AtomicReference<@Nullable Instant> retry = new AtomicReference<>();

    Tallies(StateStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        local = new MemoryStore(clock);
    }

    CompletionStage<Answers> run(Batch batch) {
        Instant at = retry.get();
        Instant now = clock.instant();
        boolean failing = at != null;
        // One of those who come at the same time tries the store for all.
        if (failing && (now.isBefore(at) || !retry.compareAndSet(at, now.plus(RETRY)))) {
            return local.run(batch, LIMIT);
        }
        return store.run(batch, LIMIT)
                .handle((answers, failure) -> answer(batch, answers, failure))
                .thenCompose(answers -> answers);
    }

    private CompletionStage<Answers> answer(Batch batch, @Nullable Answers answers, @Nullable Throwable failure) {
        if (answers != null) {
            if (retry.getAndSet(null) != null) {
                LOG.info("Jails count in the store again");
            }
            return CompletableFuture.completedStage(answers);
        }
        if (retry.getAndSet(clock.instant().plus(RETRY)) == null) {
            LOG.warn("Jails count on this node alone until the store works again: {}", String.valueOf(failure));
        }
        return local.run(batch, LIMIT);
    }

    /** For operators: the store that is counted in at present. */
    StateStore present() {
        return retry.get() == null && store.trouble().isEmpty() ? store : local;
    }
}
