package org.sekisho.app.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.LocalOnFailure;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.state.UnreachableStoreException;

/**
 * The store that several proxies share. A batch is one trip where its updates find the records as this node saw them last,
 * and two where they do not. Answers come on threads of the connection, pages of a walk on others.
 */
public final class RedisStore implements StateStore {
    private final RedisLink link;
    private final Duration timeout;
    private final Keys keys;
    private final Records records;
    private final Turns turns;
    private final StateStore local;

    /** @param link stays open: it is somebody else's */
    public RedisStore(RedisLink link, RedisSettings settings, InstantSource clock) {
        this.link = link;
        timeout = settings.timeout();
        turns = new Turns(link.executor());
        keys = new Keys(settings.prefix());
        records = new Records(link, keys, clock);
        local = new LocalOnFailure(this, clock);
    }

    @Override
    public CompletionStage<Answers> run(Batch batch, Duration limit) {
        Duration within = limit(batch, limit);
        BatchTrip trip = new BatchTrip(records, batch, within.compareTo(timeout) > 0 ? within : timeout);
        CompletionStage<Answers> answers = limited(trip.answers(), within);
        Set<String> changed = batch.steps().stream()
                .filter(Batch.Update.class::isInstance)
                .map(records::id)
                .collect(Collectors.toSet());
        turns.take(changed, trip.answers(), trip::go);
        return answers;
    }

    /** Operators wait until it is done; clients, who may read what operators said, no longer than the store's own limit. */
    private Duration limit(Batch batch, Duration limit) {
        boolean said = batch.isSaid()
                || batch.steps().stream().allMatch(RedisStore::operators)
                || batch.steps().stream().anyMatch(step -> step instanceof Batch.Update<?> && operators(step));
        return said || limit.compareTo(timeout) < 0 ? limit : timeout;
    }

    private static boolean operators(Batch.Step<?> step) {
        return step.table().keeping() == Table.Keeping.OPERATOR;
    }

    private CompletionStage<Answers> limited(CompletableFuture<Answers> answers, Duration limit) {
        return answers.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).handle((found, failure) -> {
            if (failure instanceof TimeoutException) {
                throw new UnreachableStoreException(
                        "The state store " + link.name() + " did not answer within " + limit.toMillis() + " ms");
            }
            if (failure != null) {
                throw failure instanceof StateException known ? known : new StateException(failure.toString(), failure);
            }
            return found;
        });
    }

    @Override
    public <T> CompletionStage<Page<T>> walk(Table<T> table, String after, int most) {
        return new Walk<>(link, keys, table, most, records.now()).from(after);
    }

    @Override
    public <T> CompletionStage<Written> written(Table<T> table) {
        return records.written(table);
    }

    /** As of the last update, or the last time that somebody asked. */
    @Override
    public <T> long count(Table<T> table) {
        records.countAgain(table);
        return records.count(table.name());
    }

    @Override
    public StateStore orLocal() {
        return local;
    }

    @Override
    public Optional<String> trouble() {
        return link.trouble();
    }

    /** Nothing of its own. */
    @Override
    public void close() {}
}
