package org.sekisho.app.node;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** How up to date the lists are that a node holds in memory. */
public interface ListsLag {
    /** How many changes in the log were not taken in. */
    CompletionStage<Long> behind();

    /** When the lists were last compared with the log; empty if they never could be. */
    Optional<Instant> looked();
}
