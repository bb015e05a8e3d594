package org.sekisho.rules.recipients;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.policy.Stage;
import org.sekisho.rules.recipients.RecipientSettings.Asking;
import org.sekisho.smtp.Reply;

/**
 * Asks the mail server about recipients, within bounds: a client that guesses names must not keep it busy with questions.
 * What it answers is learnt, also when the client has not waited for it.
 */
final class Asker {
    private final Asking bounds;
    private final RecipientMemory memory;
    private final RecipientVerifier verifier;

    /** How many questions wait for an answer, of each network. */
    private final Map<String, Integer> waiting = new HashMap<>();

    private int waitingInAll;

    Asker(Asking bounds, RecipientMemory memory, RecipientVerifier verifier) {
        this.bounds = bounds;
        this.memory = memory;
        this.verifier = verifier;
    }

    /** The answer to come; empty where too many wait already. */
    Optional<CompletionStage<Reply>> ask(Stage.AtRcpt at, RecipientKey key, String network) {
        if (!enter(network)) {
            return Optional.empty();
        }
        return Optional.of(verifier.ask(at.sender(), at.recipient()).whenComplete((reply, failure) -> {
            leave(network);
            if (reply != null) {
                var unused = memory.learn(key, reply, network);
            }
        }));
    }

    private synchronized boolean enter(String network) {
        if (waitingInAll >= bounds.waiting() || waiting.getOrDefault(network, 0) >= bounds.waitingPerNetwork()) {
            return false;
        }
        waiting.merge(network, 1, Integer::sum);
        waitingInAll++;
        return true;
    }

    private synchronized void leave(String network) {
        waiting.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
        waitingInAll--;
    }
}
