package org.sekisho.policy;

import java.util.concurrent.CompletionStage;

/**
 * Answers one question about a stage. Called on the event loop of the session, or on the thread that brought the answer
 * of the check before it: it must not block. A check that knows at once returns a completed stage. It never waits, writes
 * to the client or remembers sessions: what belongs to a session is kept in its {@link Case}.
 *
 * @param <K> what it must know: {@link Stage} for the connection, {@link Stage.Introduced} for the greeting name,
 *     {@link Stage.Sending} for the sender, {@link Stage.AtRcpt} for the recipient
 */
@FunctionalInterface
public interface Check<K extends Stage> {
    CompletionStage<Finding> examine(K known, Inquiry inquiry);

    /** On whose behalf a check is asked. */
    record Inquiry(Case file, boolean acting, boolean enforced) {
        /**
         * @param file the session
         * @param acting whether the finding will take effect; false while the rule only watches, and for {@code explain}
         * @param enforced whether it takes effect for live sessions, also when only explaining
         */
        public Inquiry {}

        public Inquiry(Case file, boolean acting) {
            this(file, acting, acting);
        }
    }
}
