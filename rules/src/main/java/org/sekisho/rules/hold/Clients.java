package org.sekisho.rules.hold;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Case;
import org.sekisho.policy.Stage;

/** Finds out whom a session counts as. */
public final class Clients {
    private final ClientSettings settings;
    private final Pools pools;

    public Clients(ClientSettings settings, Pools pools) {
        this.settings = settings;
        this.pools = pools;
    }

    /** Never fails: where a pool cannot be verified, the network counts. */
    public CompletionStage<Client> of(Stage.Sending at, Case file) {
        String network = network(file);
        if (!settings.pools()) {
            return CompletableFuture.completedStage(new Client(network, network));
        }
        return pools.of(at, file).thenApply(pool -> new Client(pool.orElse(network), network));
    }

    /** The network that the client's address lies in. */
    public String network(Case file) {
        return ClientNetwork.of(file.connection().client(), settings);
    }
}
