package org.sekisho.rules.jail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sekisho.rules.Outage;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.ContestedRecordException;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.NewerRecordException;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tallies of all jails: in the store while it works, and in this node's memory while it does not, so that jails decide
 * at once whatever has happened to it. Each jail's table by itself, since of a cluster one master may be away.
 */
final class Tallies {
    private static final Logger LOG = LoggerFactory.getLogger(Tallies.class);
    private static final Duration LIMIT = Duration.ofSeconds(1);
    /** How often a table that failed is tried again. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final StateStore store;
    private final MemoryStore local;
    private final InstantSource clock;
    private final Outage outage;
    /** By the names of tables that do not work, when they are tried again; at most as many as there have been jails. */
    private final Map<String, Instant> retries = new ConcurrentHashMap<>();

    Tallies(StateStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        local = new MemoryStore(clock);
        outage = new Outage(clock);
    }

    /** @param batch of this table alone */
    CompletionStage<Answers> run(Table<Tally> table, Batch batch) {
        Instant at = retries.get(table.name());
        Instant now = clock.instant();
        // One of those who come at the same time tries the store for all.
        if (at != null && (now.isBefore(at) || !retries.replace(table.name(), at, now.plus(RETRY)))) {
            return local.run(batch, LIMIT);
        }
        return store.run(batch, LIMIT)
                .handle((answers, failure) -> answer(table, batch, answers, failure))
                .thenCompose(answers -> answers);
    }

    private CompletionStage<Answers> answer(
            Table<Tally> table, Batch batch, @Nullable Answers answers, @Nullable Throwable failure) {
        if (answers != null) {
            retries.remove(table.name());
            if (outage.ends()) {
                LOG.info("Jails have counted in the store for a minute again");
            }
            return CompletableFuture.completedStage(answers);
        }
        if (!isOfOneRecord(failure)) {
            retries.put(table.name(), clock.instant().plus(RETRY));
        }
        if (outage.begins()) {
            LOG.warn(
                    "Jails count on this node alone what the store does not answer for, {} first: {}",
                    table.name(),
                    String.valueOf(failure));
        }
        return local.run(batch, LIMIT);
    }

    /** The store works, and has others' tallies. */
    private static boolean isOfOneRecord(@Nullable Throwable failure) {
        return failure != null
                && (NewerRecordException.isCauseOf(failure) || ContestedRecordException.isCauseOf(failure));
    }

    /** For operators: where the tallies of a table are counted at present. Asks the store, as nobody may have done so lately. */
    CompletionStage<StateStore> present(Table<Tally> table) {
        Batch any = new Batch();
        any.read(table, Accused.ACCOUNT);
        return run(table, any).thenApply(unused -> retries.containsKey(table.name()) ? local : store);
    }
}
