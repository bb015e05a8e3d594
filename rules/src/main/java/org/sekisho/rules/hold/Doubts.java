package org.sekisho.rules.hold;

import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Case;

/** Tells suspects from the rest. */
@FunctionalInterface
public interface Doubts {
    /** What is to be thought of the session's client. Never fails. */
    CompletionStage<Doubt> about(Case file);

    /**
     * @param because in words, for a finding
     */
    record Doubt(boolean suspect, String because) {}
}
