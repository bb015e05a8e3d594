package org.sekisho.app.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.app.decision.DecisionBook;
import org.sekisho.app.decision.Explanation;
import org.sekisho.policy.Policy;

/**
 * Where operators ask: what the admin endpoint can answer, whatever the protocol. Thread-safe.
 *
 * <p>Questions that cannot be answered throw an {@link IllegalArgumentException} with words for whoever asked.
 */
public final class Desk {
    private final Policy live;
    private final Policy rehearsed;
    private final DecisionBook decisions;
    private final Map<String, Boolean> listeners;

    /**
     * @param live the policy that judges sessions
     * @param rehearsed the same rules on a state that they can read and not change
     * @param listeners by name, whether it is for submission; the first is taken where none is named
     */
    public Desk(Policy live, Policy rehearsed, DecisionBook decisions, Map<String, Boolean> listeners) {
        this.live = live;
        this.rehearsed = rehearsed;
        this.decisions = decisions;
        this.listeners = listeners;
    }

    CompletionStage<Optional<Explanation>> why(String reference) {
        return decisions.find(reference);
    }

    CompletionStage<List<Explanation>> explain(Question question) {
        String listener = question.listener()
                .orElseGet(() -> listeners.keySet().iterator().next());
        Boolean submission = listeners.get(listener);
        if (submission == null) {
            throw new IllegalArgumentException(
                    "there is no listener '" + listener + "'; there are " + String.join(", ", listeners.keySet()));
        }
        return new Rehearsal(rehearsed, question, listener, submission).play();
    }

    List<RuleLine> rules() {
        return RuleLine.of(live);
    }
}
