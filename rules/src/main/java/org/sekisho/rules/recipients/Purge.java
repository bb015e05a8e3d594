package org.sekisho.rules.recipients;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Batch;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** Removes all records of a table, page by page. */
final class Purge<T> {
    private static final int PAGE = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final StateStore state;
    private final Table<T> table;
    private final CompletableFuture<Integer> done = new CompletableFuture<>();

    private String after = "";
    private int removed;

    Purge(StateStore state, Table<T> table) {
        this.state = state;
        this.table = table;
    }

    /** Tells how many records were removed. */
    CompletionStage<Integer> begin() {
        nextPage();
        return done;
    }

    /** A loop where the store answers at once: a million records must not be a thousand calls deep. */
    private void nextPage() {
        boolean atOnce = true;
        while (atOnce && !done.isDone()) {
            CompletionStage<Boolean> page = state.walk(table, after, PAGE).thenCompose(this::remove);
            atOnce = page.toCompletableFuture().isDone();
            boolean goOn = !atOnce;
            page.whenComplete((more, failure) -> finished(more, failure, goOn));
        }
    }

    private void finished(@Nullable Boolean more, @Nullable Throwable failure, boolean goOn) {
        if (failure != null) {
            done.completeExceptionally(failure);
        } else if (!Boolean.TRUE.equals(more)) {
            done.complete(removed);
        } else if (goOn) {
            nextPage();
        }
    }

    /** Says whether there is more to remove. */
    private CompletionStage<Boolean> remove(StateStore.Page<T> page) {
        Batch batch = new Batch();
        for (StateStore.Entry<T> entry : page.entries()) {
            batch.update(table, entry.key(), "", was -> Optional.empty());
            after = entry.key();
            removed++;
        }
        return state.run(batch, LIMIT).thenApply(unused -> page.more());
    }
}
