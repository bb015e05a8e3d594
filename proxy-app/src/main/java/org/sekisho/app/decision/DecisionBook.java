package org.sekisho.app.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.References;
import org.sekisho.policy.Trail;
import org.sekisho.policy.TrailSink;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Keeps the decisions that did something, or would have, so that {@code why} can explain them: at most {@value #MOST} of
 * them, the oldest make room. Thread-safe. A store that fails costs explanations, never mail.
 */
public final class DecisionBook implements TrailSink {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionBook.class);
    private static final int MOST = 10_000;
    /** Octets of one decision: a dozen rules with their evidence take about 3,000. All together fit into 30 MiB or so. */
    private static final int LARGEST = 8_192;

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final Table<Explanation> DECISIONS = Table.learned("decisions", new AsJson(), MOST, 0, LARGEST);

    private final StateStore store;
    private final Duration keep;

    /**
     * @param keep how long a decision can be asked for
     */
    public DecisionBook(StateStore store, Duration keep) {
        this.store = store;
        this.keep = keep;
    }

    @Override
    public void accept(Trail trail) {
        Held<Explanation> kept = new Held<>(Explanation.of(trail), expiry(trail.time()));
        store.update(DECISIONS, trail.reference(), "", before -> Optional.of(kept), LIMIT)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.debug("The decision {} could not be kept", trail.reference(), failure);
                    }
                });
    }

    private Instant expiry(Instant from) {
        return from.plus(keep);
    }

    /** The decision with that reference, written in whatever way a person writes it. */
    public CompletionStage<Optional<Explanation>> find(String reference) {
        return store.read(DECISIONS, References.written(reference), LIMIT).thenApply(held -> held.map(Held::value));
    }

    private static final class AsJson implements Codec<Explanation> {
        @Override
        public byte[] encode(Explanation value) {
            return Json.MAPPER.writeValueAsBytes(value);
        }

        @Override
        public Explanation decode(byte[] octets) {
            try {
                return Json.MAPPER.readValue(octets, Explanation.class);
            } catch (JacksonException e) {
                throw new IllegalArgumentException("not a decision", e);
            }
        }
    }
}
