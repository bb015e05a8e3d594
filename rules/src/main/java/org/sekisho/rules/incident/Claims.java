package org.sekisho.rules.incident;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/**
 * Of several nodes on one store one does what is to be done once, such as to write to an owner: whichever has claimed it. If it
 * has not done it after {@link #HELD}, another may. Thread-safe.
 */
final class Claims {
    /** Longer than a mail server takes, and than it takes to hear what other nodes have done. */
    static final Duration HELD = Duration.ofMinutes(5);

    private static final Codec<String> CODEC = new Codec<>() {
        @Override
        public byte[] encode(String node) {
            return new RecordWriter(1).text(node).octets();
        }

        @Override
        public String decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            String node = in.text();
            in.end();
            return node;
        }
    };

    /** Not among those that operators move: it is over soon, and only for nodes that run. */
    static final Table<String> TABLE = Table.learned("incident-claims", CODEC, 100_000, 0, 32);

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final IncidentBook book;
    private final StateStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    /** How this node is told from others; empty if there are none. */
    private volatile Optional<String> node = Optional.empty();

    Claims(IncidentBook book, StateStore store, InstantSource clock, RandomGenerator random) {
        this.book = book;
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /** From now on there may be other nodes. */
    void share() {
        node = Optional.of(Long.toHexString(random.nextLong()));
    }

    /**
     * The incident as it is now, also by what other nodes have done, if this node is to do that about it; empty if another one
     * is, or if there is no such incident any more.
     *
     * @param what in each incident something else
     */
    CompletionStage<Optional<Incident>> claim(Incident incident, String what) {
        return node.map(here -> claim(incident, what, here))
                .orElseGet(() -> CompletableFuture.completedStage(Optional.of(incident)));
    }

    private CompletionStage<Optional<Incident>> claim(Incident incident, String what, String here) {
        Held<String> ours = new Held<>(here, clock.instant().plus(HELD));
        return store.update(TABLE, incident.id() + " " + what, "", before -> before.or(() -> Optional.of(ours)), LIMIT)
                .thenCompose(held -> held.filter(claim -> claim.value().equals(here))
                        .map(claim -> book.latest(incident.id()))
                        .orElseGet(() -> CompletableFuture.completedStage(Optional.empty())));
    }
}
