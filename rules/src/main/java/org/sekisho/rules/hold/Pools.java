package org.sekisho.rules.hold;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Case;
import org.sekisho.policy.Stage;

/** Finds the pool of senders that a client belongs to: servers that share a queue and send on each other's behalf. */
@FunctionalInterface
public interface Pools {
    /** A name for the pool, empty if the client is in none that can be verified. Never fails. */
    CompletionStage<Optional<String>> of(Stage.Sending at, Case file);

    Pools NONE = (at, file) -> CompletableFuture.completedStage(Optional.empty());
}
