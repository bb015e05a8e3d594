package org.sekisho.rules.hold;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sekisho.policy.Case;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Tools;
import org.sekisho.rules.pool.SenderPool;
import org.sekisho.rules.pool.SenderPool.Kind;
import org.sekisho.rules.pool.SenderPools;

/** Finds out whom a session counts as. */
public final class Clients {
    /**
     * How long a pool is looked for. With a client's name before it and the store after it, this stays below the time that
     * a rule has: a sender whose SPF records are slow must not pass for that.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final boolean pooled;
    private final Duration patience;
    private final SenderPools pools;

    /**
     * @param pooled whether the servers of one verified organisation count as one client, wherever they stand
     */
    public Clients(boolean pooled, Tools tools) {
        this(pooled, tools, PATIENCE);
    }

    Clients(boolean pooled, Tools tools, Duration patience) {
        this.pooled = pooled;
        this.patience = patience;
        pools = new SenderPools(
                tools.dns(), tools.holding().domains(), name -> tools.suspects().suspicious(name));
    }

    /** Never fails: where no pool can be verified in time, the network around its address counts, /24 or /64. */
    public CompletionStage<Client> of(Stage.Sending at, Case file) {
        String network = file.connection().network();
        Client alone = new Client(new SenderPool(Kind.NETWORK, network).key(), network);
        return pooled
                ? pools.of(at, file)
                        .thenApply(pool -> new Client(pool.key(), network))
                        .toCompletableFuture()
                        .completeOnTimeout(alone, patience.toMillis(), TimeUnit.MILLISECONDS)
                : CompletableFuture.completedStage(alone);
    }
}
