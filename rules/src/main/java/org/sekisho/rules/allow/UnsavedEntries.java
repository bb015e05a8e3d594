package org.sekisho.rules.allow;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Held;
import org.sekisho.state.UnreachableStoreException;

/** What operators said of the allow list here, and is not known to have got into the store. For one thread at a time. */
final class UnsavedEntries {
    private static final int AGAIN_AT_ONCE = 100;

    private final Map<String, Change> changes = new HashMap<>();
    private final Set<String> onTheirWay = new HashSet<>();

    /** @param entry that counts since then; empty for one that was taken away then */
    record Change(Optional<AllowEntry> entry, Instant since) {
        /** What the store is to hold: what was said later, and has got there sooner, stays. */
        Optional<Held<AllowEntry>> over(Optional<Held<AllowEntry>> there) {
            return there.filter(held -> held.value().since().isAfter(since))
                    .or(() -> entry.map(wanted -> new Held<>(wanted, wanted.until())));
        }
    }

    /** Throws what the store failed with, unless it can be told later. */
    static void unlessUnreachable(@Nullable Throwable failure) {
        if (failure != null && !UnreachableStoreException.isCauseOf(failure)) {
            throw failure instanceof CompletionException known ? known : new CompletionException(failure);
        }
    }

    /** @param unsaved empty if the store knows */
    void change(String key, Optional<Change> unsaved) {
        onTheirWay.remove(key);
        changes.remove(key);
        unsaved.ifPresent(change -> changes.put(key, change));
    }

    boolean has(String key) {
        return changes.containsKey(key);
    }

    boolean has(AllowEntry entry) {
        Change change = changes.get(entry.key());
        return change != null && change.entry().filter(entry::equals).isPresent();
    }

    /** Some that are on their way from now on. */
    Map<String, Change> again() {
        Map<String, Change> again = new HashMap<>();
        changes.forEach((key, change) -> {
            if (again.size() < AGAIN_AT_ONCE && onTheirWay.add(key)) {
                again.put(key, change);
            }
        });
        return again;
    }

    void tried(String key, Change change, boolean saved) {
        if (change.equals(changes.get(key))) { // No other one was made meanwhile.
            onTheirWay.remove(key);
            if (saved) {
                changes.remove(key);
            }
        }
    }
}
