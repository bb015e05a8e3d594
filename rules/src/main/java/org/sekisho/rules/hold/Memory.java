package org.sekisho.rules.hold;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store, with the time that a rule gives it. */
public final class Memory {
    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);
    /** For one trip; a client waits for it at every recipient. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final StateStore store;

    public Memory(StateStore store) {
        this.store = store;
    }

    /** Carries out a batch on which a decision depends. */
    public CompletionStage<Answers> run(Batch batch) {
        return store.run(batch, LIMIT);
    }

    /** Carries out a batch that nobody waits for. If the store fails, the lesson is lost and mail goes on. */
    public void learn(Batch batch) {
        store.run(batch, LIMIT).whenComplete((answers, failure) -> {
            if (failure != null) {
                LOG.debug("What a session has taught is not remembered: {}", failure.toString());
            }
        });
    }
}
