package org.sekisho.app.admin;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.node.ReloadOrder;

/**
 * Reloads this node for whoever wants all nodes to, and tells what came of it.
 *
 * @param executor for reading files
 */
public record LocalReload(String node, Reload reload, Executor executor) {

    /** Comes back at once. */
    public CompletionStage<NodeReloaded> carryOut(ReloadOrder order) {
        return by(order.by(), Optional.of(order.jail()).filter(jail -> !jail.isEmpty()));
    }

    CompletionStage<NodeReloaded> by(String by, Optional<String> jail) {
        return CompletableFuture.supplyAsync(() -> begun(by, jail), executor).thenCompose(done -> done);
    }

    private CompletionStage<NodeReloaded> begun(String by, Optional<String> jail) {
        CompletionStage<Reloaded> done;
        try {
            done = reload.by(by, jail);
        } catch (ConfigurationException | RuntimeException e) {
            done = CompletableFuture.failedStage(e);
        }
        return done.handle((reloaded, failure) -> failure == null
                ? new NodeReloaded(node, Optional.of(reloaded), Optional.empty())
                : NodeReloaded.failed(node, Answers.words(failure)));
    }
}
