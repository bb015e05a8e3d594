package org.sekisho.rules.jail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sekisho.rules.jail.UnsavedBans.Unsaved;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.StateStore.Entry;
import org.sekisho.state.Table;
import org.sekisho.state.WriteBack;

/** The bans as the store has them. */
final class StoredBans {
    /** Octets, if every character of a ban needs three of them; with the evidence in ASCII it is below 2 KiB. */
    private static final int LONGEST = 6_144;

    static final Table<Ban> TABLE = Table.operator(BanList.NAME, Ban.CODEC, BanList.MOST, LONGEST);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PAGE_LIMIT = Duration.ofSeconds(10);
    private static final int PAGE = 100_000;

    private final StateStore store;

    StoredBans(StateStore store) {
        this.store = store;
    }

    CompletionStage<?> put(Ban ban) {
        Held<Ban> held = new Held<>(ban, ban.end());
        return store.update(TABLE, ban.key(), "", before -> Optional.of(held), LIMIT);
    }

    /** The answer is what the store holds then. */
    CompletionStage<Optional<Held<Ban>>> put(Unsaved change) {
        return store.update(TABLE, change.key(), "", change::over, LIMIT);
    }

    /** One that was banned anew meanwhile stays. */
    CompletionStage<Answers> remove(List<Ban> some) {
        Batch batch = new Batch();
        for (Ban ban : some) {
            batch.update(
                    TABLE,
                    ban.key(),
                    "",
                    before -> before.filter(held -> !held.value().equals(ban)));
        }
        return store.run(batch, LIMIT);
    }

    CompletionStage<Optional<Held<Ban>>> of(String key) {
        return store.read(TABLE, key, LIMIT);
    }

    /** Writes those back that the store has lost. */
    CompletionStage<Void> restore(List<Ban> all) {
        return new WriteBack<>(store, TABLE, LIMIT)
                .write(all.stream()
                        .map(ban -> new Entry<>(ban.key(), new Held<>(ban, ban.end())))
                        .toList());
    }

    /** @param newer keys of those that a newer version of this program wrote */
    record All(List<Entry<Ban>> bans, Set<String> newer) {}

    CompletionStage<All> all() {
        return walk("", new All(new ArrayList<>(), new HashSet<>()));
    }

    private CompletionStage<All> walk(String after, All found) {
        return store.walk(TABLE, after, PAGE)
                .toCompletableFuture()
                .copy()
                .orTimeout(PAGE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(page -> {
                    found.bans.addAll(page.entries());
                    found.newer.addAll(page.newer());
                    return page.more() && found.bans.size() < BanList.MOST
                            ? walk(page.entries().get(page.entries().size() - 1).key(), found)
                            : CompletableFuture.completedStage(found);
                });
    }
}
