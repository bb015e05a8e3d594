package org.sekisho.rules.hold;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Case;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Tools;
import org.sekisho.rules.pool.SenderPool;
import org.sekisho.rules.pool.SenderPool.Kind;
import org.sekisho.rules.pool.SenderPools;

/** Finds out whom a session counts as. */
public final class Clients {
    private final boolean pooled;
    private final SenderPools pools;

    /**
     * @param pooled whether the servers of one verified organisation count as one client, wherever they stand
     */
    public Clients(boolean pooled, Tools tools) {
        this.pooled = pooled;
        pools = new SenderPools(
                tools.dns(), tools.holding().domains(), name -> tools.suspects().suspicious(name));
    }

    /** Never fails: where no pool can be verified, the network counts. */
    public CompletionStage<Client> of(Stage.Sending at, Case file) {
        String network = network(file);
        return pooled
                ? pools.of(at, file).thenApply(pool -> new Client(pool.key(), network))
                : CompletableFuture.completedStage(new Client(new SenderPool(Kind.NETWORK, network).key(), network));
    }

    /** The network around the client's address, /24 or /64. */
    public String network(Case file) {
        return SenderPools.network(file.connection().client());
    }
}
