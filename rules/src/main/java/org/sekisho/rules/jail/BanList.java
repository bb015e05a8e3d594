package org.sekisho.rules.jail;

import static java.util.Comparator.comparing;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekisho.settings.Network;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.state.WriteBack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is banned: durable in the store, and all in memory, where every command of every session is judged by it without
 * asking the store. One for a program, whatever policies come and go. Thread-safe.
 */
public final class BanList {
    private static final Logger LOG = LoggerFactory.getLogger(BanList.class);

    /** Bans beyond it are refused. */
    static final int MOST = 1_000_000;

    /** Octets, if every character of a ban needs three of them; with the evidence in ASCII it is below 2 KiB. */
    private static final int LONGEST = 6_144;

    /** Of its table. */
    public static final String NAME = "bans";

    public static final Table<Ban> TABLE = Table.operator(NAME, Ban.CODEC, MOST, LONGEST);

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PAGE_LIMIT = Duration.ofSeconds(10);
    private static final int PAGE = 100_000;
    private static final int REMOVED_AT_ONCE = 1_000;
    /** Of a reload: event loops that ban wait no longer than for these. */
    private static final int TAKEN_AT_ONCE = 1_000;

    private final StateStore store;
    private final InstantSource clock;
    private final int most;
    private final Herald herald = new Herald();
    private final StandingBans bans = new StandingBans();
    private final UnsavedBans unsaved = new UnsavedBans();
    /** For each reload that is under way, the keys of what was changed here since it began. */
    private final List<Set<String>> reloads = new ArrayList<>();

    private boolean saidFull;

    /** Empty until {@link #reload}. */
    public BanList(StateStore store, InstantSource clock) {
        this(store, clock, MOST);
    }

    BanList(StateStore store, InstantSource clock, int most) {
        this.store = store;
        this.clock = clock;
        this.most = most;
    }

    /** From now on it is told of every event. */
    public void observe(BanObserver observer) {
        herald.observe(observer);
    }

    /** Tells the observers of something that changed no ban: a jail that only watches, or one that spared somebody. */
    public void tell(BanEvent event) {
        herald.note(event);
        herald.announce();
    }

    // Looking

    /** The ban that holds this client for the longest time; takes less than a microsecond. */
    public Optional<Ban> covering(InetAddress client, Instant now) {
        return bans.covering(client, now);
    }

    /** All bans that hold this client. */
    public List<Ban> allCovering(InetAddress client) {
        return bans.allCovering(client, clock.instant());
    }

    /** The bans of this subject itself, one for each jail that banned it. */
    public List<Ban> of(Network subject) {
        Instant now = clock.instant();
        return bans.of(subject).stream().filter(ban -> ban.holdsAt(now)).toList();
    }

    /** All bans, the oldest first. */
    public List<Ban> list() {
        Instant now = clock.instant();
        return bans.list().stream()
                .filter(ban -> ban.holdsAt(now))
                .sorted(comparing(Ban::since).thenComparing(Ban::subject).thenComparing(Ban::jail))
                .toList();
    }

    /** How many a jail has banned; those that have ended count until they are {@link #expire expired}. */
    public synchronized int count(String jail) {
        return bans.count(jail);
    }

    // Banning

    /**
     * An operator's ban, in place of the same subject's by the same jail. Complete when it is on the disk and every next
     * command is judged by it. If the store fails nothing has changed here; if the store did keep it, the next
     * {@link #reload} finds out.
     */
    public CompletionStage<Void> add(Ban ban) {
        if (!ban.holdsAt(clock.instant())) {
            return CompletableFuture.failedStage(new IllegalArgumentException(
                    "The ban of " + ban.subject() + " would have ended already, at " + ban.end()));
        }
        return save(ban).thenAccept(kept -> {
            stand(ban);
            herald.announce();
        });
    }

    /**
     * A jail's ban: in force before this returns, unless there are {@value #MOST} bans already. Complete when it is on the
     * disk; if the store fails it is in force all the same, and {@link #expire} tries again to save it.
     */
    public CompletionStage<Void> impose(Ban ban) {
        synchronized (this) {
            if (hasNoRoomFor(ban)) {
                return CompletableFuture.failedStage(new StateException("There are " + most + " bans already"));
            }
            stand(ban);
            unsaved.add(ban);
        }
        herald.announce();
        return imposed(ban, save(ban));
    }

    private boolean hasNoRoomFor(Ban ban) {
        boolean full = bans.size() >= most;
        boolean refused = full && bans.of(ban.subject(), ban.jail()).isEmpty();
        if (refused && !saidFull) {
            LOG.error("There are {} bans already: {}, and whoever else is to be, is not banned", most, ban.subject());
        }
        saidFull = refused || (full && saidFull);
        return refused;
    }

    private CompletionStage<Void> imposed(Ban ban, CompletionStage<Optional<Held<Ban>>> saving) {
        return saving.whenComplete((kept, failure) -> saved(ban, failure)).thenAccept(kept -> {});
    }

    private CompletionStage<Optional<Held<Ban>>> save(Ban ban) {
        Held<Ban> held = new Held<>(ban, ban.end());
        return store.update(TABLE, ban.key(), "", before -> Optional.of(held), LIMIT);
    }

    private void saveAgain(Ban ban) {
        synchronized (this) {
            if (!unsaved.has(ban)) {
                return;
            }
        }
        Optional<Held<Ban>> held = Optional.of(new Held<>(ban, ban.end()));
        // What was said later, and has got there sooner, stays.
        imposed(
                ban,
                store.update(
                        TABLE,
                        ban.key(),
                        "",
                        before -> before.filter(there -> !there.value().since().isBefore(ban.since()))
                                .or(() -> held),
                        LIMIT));
    }

    private synchronized void saved(Ban ban, @Nullable Throwable failure) {
        if (failure == null) {
            unsaved.saved(ban);
        } else {
            unsaved.failed(ban, failure);
        }
    }

    private synchronized void stand(Ban ban) {
        changed(ban);
        unsaved.forget(ban.key());
        bans.put(ban);
        herald.note(new BanEvent.Banned(ban, clock.instant(), false));
    }

    // Unbanning

    /** Ends the bans of this subject itself, by whatever jail; the answer is which these were, once that is durable. */
    public CompletionStage<List<Ban>> remove(Network subject, String by) {
        return remove(of(subject), by);
    }

    /** Ends the ban of this subject by one jail. */
    public CompletionStage<List<Ban>> remove(Network subject, String jail, String by) {
        return remove(
                of(subject).stream().filter(ban -> ban.jail().equals(jail)).toList(), by);
    }

    /** Ends all bans. */
    public CompletionStage<List<Ban>> removeAll(String by) {
        return remove(list(), by);
    }

    /** Ends all bans by one jail. */
    public CompletionStage<List<Ban>> removeAll(String jail, String by) {
        return remove(list().stream().filter(ban -> ban.jail().equals(jail)).toList(), by);
    }

    private CompletionStage<List<Ban>> remove(List<Ban> all, String by) {
        if (all.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        List<Ban> now = all.subList(0, Math.min(REMOVED_AT_ONCE, all.size()));
        List<Ban> later = all.subList(now.size(), all.size());
        Batch batch = new Batch();
        for (Ban ban : now) {
            // One that was banned anew meanwhile stays.
            batch.update(
                    TABLE,
                    ban.key(),
                    "",
                    before -> before.filter(held -> !held.value().equals(ban)));
        }
        return store.run(batch, LIMIT).thenCompose(answers -> {
            List<Ban> removed = removed(now, by);
            herald.announce();
            return later.isEmpty()
                    ? CompletableFuture.completedStage(removed)
                    : remove(later, by)
                            .thenApply(rest -> Stream.concat(removed.stream(), rest.stream())
                                    .toList());
        });
    }

    private synchronized List<Ban> removed(List<Ban> some, String why) {
        Instant now = clock.instant();
        List<Ban> removed = new ArrayList<>();
        for (Ban ban : some) {
            changed(ban);
            if (bans.remove(ban)) {
                unsaved.forget(ban.key());
                removed.add(ban);
                herald.note(new BanEvent.Unbanned(ban, now, why));
            }
        }
        return removed;
    }

    /** To be called about once in a second: lets go of what has ended, and tries again to save what could not be saved. */
    public void expire() {
        List<Ban> again;
        synchronized (this) {
            Instant now = clock.instant();
            for (Ban ended : bans.removeEnded(now)) {
                changed(ended);
                unsaved.forget(ended.key());
                herald.note(new BanEvent.Unbanned(ended, now, "expired"));
            }
            again = unsaved.again();
        }
        herald.announce();
        again.forEach(this::saveAgain);
    }

    // What the store holds

    /**
     * Takes in what the store holds: at start, and where other nodes write to the same store. If it fails the bans stay as
     * they were.
     */
    public CompletionStage<Void> reload() {
        Set<String> changed = new HashSet<>();
        synchronized (this) {
            reloads.add(changed);
        }
        return walk("", new ArrayList<>())
                .thenAccept(found -> take(found, changed))
                .whenComplete((unused, failure) -> over(changed));
    }

    /** Takes in what the store holds under this key: another node has changed it. */
    public CompletionStage<Void> reload(String key) {
        Set<String> changed = new HashSet<>();
        synchronized (this) {
            reloads.add(changed);
        }
        return store.read(TABLE, key, LIMIT)
                .thenAccept(held -> {
                    if (held.isPresent()) {
                        takeSome(List.of(new StateStore.Entry<>(key, held.get())), changed);
                    } else {
                        removeAllBut(Set.of(), standing(key), changed);
                    }
                    herald.announce();
                })
                .whenComplete((unused, failure) -> over(changed));
    }

    /** Writes back what the store has lost. */
    public CompletionStage<Void> restore() {
        return new WriteBack<>(store, TABLE, LIMIT)
                .write(list().stream()
                        .map(ban -> new StateStore.Entry<>(ban.key(), new Held<>(ban, ban.end())))
                        .toList());
    }

    private List<Ban> standing(String key) {
        int space = key.indexOf(' ');
        return bans.of(Network.parse(key.substring(0, space)), key.substring(space + 1)).stream()
                .toList();
    }

    private CompletionStage<List<StateStore.Entry<Ban>>> walk(String after, List<StateStore.Entry<Ban>> found) {
        return store.walk(TABLE, after, PAGE)
                .toCompletableFuture()
                .copy()
                .orTimeout(PAGE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(page -> {
                    found.addAll(page.entries());
                    return page.more() && found.size() < MOST
                            ? walk(page.entries().get(page.entries().size() - 1).key(), found)
                            : CompletableFuture.completedStage(found);
                });
    }

    /** Some after some, so that nobody who bans meanwhile has to wait for all. */
    private void take(List<StateStore.Entry<Ban>> found, Set<String> changed) {
        List<Ban> standing = bans.list();
        if (!standing.isEmpty()) { // At the start there may be many to be found, and nothing to compare them with.
            Set<String> keys = new HashSet<>();
            found.forEach(entry -> keys.add(entry.key()));
            inPortions(standing, some -> removeAllBut(keys, some, changed));
        }
        inPortions(found, some -> takeSome(some, changed));
    }

    private <T> void inPortions(List<T> all, Consumer<List<T>> work) {
        for (int from = 0; from < all.size(); from += TAKEN_AT_ONCE) {
            work.accept(all.subList(from, Math.min(from + TAKEN_AT_ONCE, all.size())));
            herald.announce();
        }
    }

    private synchronized void takeSome(List<StateStore.Entry<Ban>> found, Set<String> changed) {
        Instant now = clock.instant();
        for (StateStore.Entry<Ban> entry : found) {
            Ban ban = entry.held().value();
            if (!ours(ban, entry.key(), changed, now) && bans.put(ban)) {
                herald.note(new BanEvent.Banned(ban, now, true));
            }
        }
    }

    private synchronized void removeAllBut(Set<String> keys, List<Ban> standing, Set<String> changed) {
        Instant now = clock.instant();
        for (Ban ban : standing) {
            String key = ban.key();
            if (!ours(ban, key, changed, now) && !keys.contains(key) && bans.remove(ban)) {
                herald.note(new BanEvent.Unbanned(ban, now, "another node"));
            }
        }
    }

    /** What was changed here since the walk began is newer than what the walk saw. */
    private boolean ours(Ban ban, String key, Set<String> changed, Instant now) {
        return changed.contains(key) || unsaved.has(key) || !ban.holdsAt(now);
    }

    private synchronized void over(Set<String> changed) {
        reloads.removeIf(reload -> reload == changed);
    }

    private void changed(Ban ban) {
        String key = ban.key();
        reloads.forEach(reload -> reload.add(key));
    }
}
