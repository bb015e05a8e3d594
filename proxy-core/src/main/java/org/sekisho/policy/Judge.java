package org.sekisho.policy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides, stage by stage, what a session may do.
 *
 * <p>Called on the event loop of the session: it must not block. The answer may come from any thread; a stage that is
 * already complete costs no hop. An answer that fails, or takes longer than 30 s, is 451 4.3.0 for the
 * command: a judge that wants another answer to its own troubles gives it itself.
 */
@FunctionalInterface
public interface Judge {
    CompletionStage<Decision> judge(Stage stage);

    /** Lets everything through. */
    Judge PASSING = new Judge() {
        private final CompletionStage<Decision> pass = CompletableFuture.completedStage(Decision.PASS);

        @Override
        public CompletionStage<Decision> judge(Stage stage) {
            return pass;
        }
    };
}
