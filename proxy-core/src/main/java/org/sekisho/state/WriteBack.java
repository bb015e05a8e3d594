package org.sekisho.state;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.StateStore.Entry;

/** Writes records back that a store has lost. What it has stays as it is there. */
public final class WriteBack<T> {
    private static final int AT_ONCE = 1_000;

    private final StateStore store;
    private final Table<T> table;
    private final Duration limit;

    /** @param limit of each batch of {@value #AT_ONCE} */
    public WriteBack(StateStore store, Table<T> table, Duration limit) {
        this.store = store;
        this.table = table;
        this.limit = limit;
    }

    /** Some after some, so that whoever else asks the store does not wait for all. */
    public CompletionStage<Void> write(List<Entry<T>> all) {
        if (all.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        int now = Math.min(AT_ONCE, all.size());
        return missing(all.subList(0, now))
                .thenCompose(this::put)
                .thenCompose(done -> write(all.subList(now, all.size())));
    }

    /** What a newer version of this program wrote is there, though it cannot be read. */
    private CompletionStage<List<Entry<T>>> missing(List<Entry<T>> some) {
        Table<ByteBuffer> asWritten = table.encoded();
        Batch batch = new Batch();
        List<Batch.Ticket<ByteBuffer>> tickets =
                some.stream().map(entry -> batch.read(asWritten, entry.key())).toList();
        return store.run(batch, limit).thenApply(answers -> {
            List<Entry<T>> missing = new ArrayList<>();
            for (int i = 0; i < some.size(); i++) {
                if (answers.get(tickets.get(i)).isEmpty()) {
                    missing.add(some.get(i));
                }
            }
            return missing;
        });
    }

    private CompletionStage<Answers> put(List<Entry<T>> missing) {
        Batch batch = new Batch();
        for (Entry<T> entry : missing) {
            batch.update(table, entry.key(), "", there -> there.or(() -> Optional.of(entry.held())));
        }
        return store.run(batch, limit);
    }
}
