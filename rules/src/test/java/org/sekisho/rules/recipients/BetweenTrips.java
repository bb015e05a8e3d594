package org.sekisho.rules.recipients;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.StateStore;
import org.sekisho.testing.StoreInFront;

/** A store in which something else happens after the first trip to it, before its answer is there. */
final class BetweenTrips extends StoreInFront {
    private final Runnable event;
    private boolean happened;

    BetweenTrips(StateStore store, Runnable event) {
        super(store);
        this.event = event;
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        CompletionStage<Answers> answers = super.run(batch, limit);
        if (!happened) {
            happened = true;
            event.run();
        }
        return answers;
    }
}
