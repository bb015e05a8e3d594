package org.sekisho.rules.jail;

import static java.util.Comparator.comparing;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekisho.rules.jail.UnsavedBans.Unsaved;
import org.sekisho.settings.Network;
import org.sekisho.state.Held;
import org.sekisho.state.Readings;
import org.sekisho.state.Readings.Reading;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.state.UnreachableStoreException;
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

    /** Of its table. */
    public static final String NAME = "bans";

    public static final Table<Ban> TABLE = StoredBans.TABLE;

    private static final int REMOVED_AT_ONCE = 1_000;
    /** Of a reload: event loops that ban wait no longer than for these. */
    private static final int TAKEN_AT_ONCE = 1_000;

    private final StoredBans store;
    private final InstantSource clock;
    private final int most;
    private final Herald herald = new Herald();
    private final StandingBans bans = new StandingBans();
    private final UnsavedBans unsaved = new UnsavedBans();
    private final Readings readings = new Readings();

    private boolean saidFull;

    /** Empty until {@link #reload}. */
    public BanList(StateStore store, InstantSource clock) {
        this(store, clock, MOST);
    }

    BanList(StateStore store, InstantSource clock, int most) {
        this.store = new StoredBans(store);
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
     * An operator's ban, in place of the same subject's by the same jail. Complete when it is in the store and every next
     * command is judged by it. While a store that is shared cannot be reached it is in force here, and {@link #isUnsaved}
     * until {@link #expire} has saved it. If the store fails otherwise nothing has changed here; if the store did keep it,
     * the next {@link #reload} finds out.
     */
    public CompletionStage<Void> add(Ban ban) {
        if (!ban.holdsAt(clock.instant())) {
            return CompletableFuture.failedStage(new IllegalArgumentException(
                    "The ban of " + ban.subject() + " would have ended already, at " + ban.end()));
        }
        return store.put(ban).handle((kept, failure) -> {
            if (failure == null) {
                stand(ban);
            } else {
                unlessUnreachable(failure);
                standUnsaved(ban);
                saved(new Unsaved(ban, Optional.empty()), failure);
            }
            herald.announce();
            return null;
        });
    }

    private static void unlessUnreachable(Throwable failure) {
        if (!UnreachableStoreException.isCauseOf(failure)) {
            throw failure instanceof CompletionException known ? known : new CompletionException(failure);
        }
    }

    /** Whether this ban is in force, or has ended, and the store may not know yet, and no other node either. */
    public synchronized boolean isUnsaved(Ban ban) {
        return unsaved.has(ban);
    }

    /**
     * A jail's ban: in force before this returns, unless there are {@value #MOST} bans already. Complete when it is on the
     * disk; if the store fails it is in force all the same, and {@link #expire} tries again to save it.
     */
    public CompletionStage<Void> impose(Ban ban) {
        try {
            standUnsaved(ban);
        } catch (StateException full) {
            return CompletableFuture.failedStage(full);
        }
        herald.announce();
        Unsaved change = new Unsaved(ban, Optional.empty());
        return store.put(ban)
                .whenComplete((kept, failure) -> saved(change, failure))
                .thenAccept(kept -> {});
    }

    private synchronized void standUnsaved(Ban ban) {
        if (hasNoRoomFor(ban)) {
            throw new StateException("There are " + most + " bans already");
        }
        stand(ban);
        unsaved.add(ban);
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

    /** What another node has said later stays in the store, and was not taken in while this waited. */
    private void saveAgain(Unsaved change) {
        synchronized (this) {
            if (!unsaved.has(change)) {
                return;
            }
        }
        readings.read(reading -> store.put(change)
                .whenComplete((kept, failure) -> saved(change, failure))
                .thenCompose(kept -> take(change.key(), kept, reading)
                        ? CompletableFuture.completedStage(null)
                        : reload(change.key()))
                .whenComplete((taken, failure) -> herald.announce()));
    }

    private synchronized void saved(Unsaved change, @Nullable Throwable failure) {
        if (failure == null) {
            unsaved.saved(change);
        } else {
            unsaved.failed(change, failure);
        }
    }

    private synchronized void stand(Ban ban) {
        changed(ban);
        unsaved.forget(ban.key());
        bans.put(ban);
        herald.note(new BanEvent.Banned(ban, clock.instant(), false));
    }

    // Unbanning

    /**
     * Ends the bans of this subject itself, by whatever jail; the answer is which these were, once that is durable. While a
     * shared store cannot be reached they end here, and {@link #expire} tells the store.
     */
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
        Instant said = clock.instant();
        return store.remove(now).handle((answers, failure) -> failure).thenCompose(failure -> {
            if (failure != null) {
                unlessUnreachable(failure);
            }
            List<Ban> removed = removed(now, by, said, Optional.ofNullable(failure));
            herald.announce();
            return later.isEmpty()
                    ? CompletableFuture.completedStage(removed)
                    : remove(later, by)
                            .thenApply(rest -> Stream.concat(removed.stream(), rest.stream())
                                    .toList());
        });
    }

    /** @param failure why the store does not know; it will be told */
    private synchronized List<Ban> removed(List<Ban> some, String why, Instant said, Optional<Throwable> failure) {
        Instant now = clock.instant();
        List<Ban> removed = new ArrayList<>();
        for (Ban ban : some) {
            changed(ban);
            if (bans.remove(ban)) {
                unsaved.forget(ban.key());
                failure.ifPresent(reason -> unsaved.ended(ban, said, reason));
                removed.add(ban);
                herald.note(new BanEvent.Unbanned(ban, now, why));
            }
        }
        return removed;
    }

    /** To be called about once in a second: lets go of what has ended, and tries again to save what could not be saved. */
    public void expire() {
        List<Unsaved> again;
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
        return readings.read(reading -> store.all().thenAccept(found -> take(found, reading)));
    }

    /** Takes in what the store holds under this key: another node has changed it. Fails if it cannot be said what that is. */
    public CompletionStage<Void> reload(String key) {
        return readings.readUntilTaken(
                key,
                reading -> store.of(key)
                        .thenApply(held -> take(key, held, reading))
                        .whenComplete((taken, failure) -> herald.announce()));
    }

    /** Writes back what the store has lost. */
    public CompletionStage<Void> restore() {
        return store.restore(list());
    }

    private List<Ban> standing(String key) {
        int space = key.indexOf(' ');
        return bans.of(Network.parse(key.substring(0, space)), key.substring(space + 1)).stream()
                .toList();
    }

    /** False if something newer may be known here: then what was found stands aside. */
    private synchronized boolean take(String key, Optional<Held<Ban>> held, Reading reading) {
        if (readings.isBehind(reading, key)) {
            return false;
        }
        readings.taken(reading, key);
        if (held.isPresent()) {
            takeSome(List.of(new StateStore.Entry<>(key, held.get())), reading);
        } else {
            removeAllBut(Set.of(), standing(key), reading);
        }
        return true;
    }

    /** Some after some, so that nobody who bans meanwhile has to wait for all. */
    private void take(StoredBans.All found, Reading reading) {
        List<Ban> standing = bans.list();
        if (!standing.isEmpty()) { // At the start there may be many to be found, and nothing to compare them with.
            Set<String> keys = new HashSet<>(found.newer());
            found.bans().forEach(entry -> keys.add(entry.key()));
            inPortions(standing, some -> removeAllBut(keys, some, reading));
        }
        inPortions(found.bans(), some -> takeSome(some, reading));
    }

    private <T> void inPortions(List<T> all, Consumer<List<T>> work) {
        for (int from = 0; from < all.size(); from += TAKEN_AT_ONCE) {
            work.accept(all.subList(from, Math.min(from + TAKEN_AT_ONCE, all.size())));
            herald.announce();
        }
    }

    private synchronized void takeSome(List<StateStore.Entry<Ban>> found, Reading reading) {
        Instant now = clock.instant();
        for (StateStore.Entry<Ban> entry : found) {
            Ban ban = entry.held().value();
            if (!ours(ban, entry.key(), reading, now) && bans.put(ban)) {
                readings.taken(reading, entry.key());
                herald.note(new BanEvent.Banned(ban, now, true));
            }
        }
    }

    private synchronized void removeAllBut(Set<String> keys, List<Ban> standing, Reading reading) {
        Instant now = clock.instant();
        for (Ban ban : standing) {
            String key = ban.key();
            if (!ours(ban, key, reading, now) && !keys.contains(key) && bans.remove(ban)) {
                readings.taken(reading, key);
                herald.note(new BanEvent.Unbanned(ban, now, "another node"));
            }
        }
    }

    /** What is known since a reading began is newer than what it found, and what was said here may have yet to get there. */
    private boolean ours(Ban ban, String key, Reading reading, Instant now) {
        return readings.isBehind(reading, key) || unsaved.has(key) || !ban.holdsAt(now);
    }

    private void changed(Ban ban) {
        readings.changed(ban.key());
    }
}
