package org.sekisho.policy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One session before its judge: is asked at every stage, and told what happens in between.
 *
 * <p>Called on the event loop of the session, one stage at a time: it must not block. The answer may come from any
 * thread; a stage that is already complete costs no hop. An answer that fails, or takes longer than 30 s, is 451 4.3.0
 * for the command: a hearing that wants another answer to its own troubles gives it itself.
 */
@FunctionalInterface
public interface Hearing {
    /** The longest that anybody may be made to wait for one reply: every timer of RFC 5321 section 4.5.3.2 is longer. */
    Duration LONGEST_DELAY = Duration.ofMinutes(4);

    CompletionStage<Decision> judge(Stage stage);

    /** Something has happened; also called while a stage is being judged. */
    default void tell(Happening happening) {}

    /** How long a client may wait for one reply, and for all replies to commands that it sent in one group (O4). */
    default Duration longestDelay() {
        return LONGEST_DELAY;
    }

    /** Lets everything through. */
    Hearing PASSING = new Hearing() {
        private final CompletionStage<Decision> pass = CompletableFuture.completedStage(Decision.PASS);

        @Override
        public CompletionStage<Decision> judge(Stage stage) {
            return pass;
        }
    };
}
