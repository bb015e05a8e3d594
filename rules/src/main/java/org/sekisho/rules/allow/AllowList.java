package org.sekisho.rules.allow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sekisho.settings.Network;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.Readings;
import org.sekisho.state.Readings.Reading;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.state.WriteBack;

/**
 * The operators' entries: durable in the store, and all in memory, where every command of every session is judged by them
 * without asking the store. One for a program, whatever policies come and go. Thread-safe.
 */
public final class AllowList {
    /** Entries beyond it are refused; of at most 4 KiB each. */
    static final int MOST = 10_000;

    /** Of its table. */
    public static final String NAME = "allow";

    public static final Table<AllowEntry> TABLE = Table.operator(NAME, AllowEntry.CODEC, MOST, 4_096);

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PAGE_LIMIT = Duration.ofSeconds(10);
    private static final int PAGE = 1_000;

    private final StateStore store;
    private final InstantSource clock;
    private final Map<String, AllowEntry> entries = new TreeMap<>();
    private final UnsavedEntries unsaved = new UnsavedEntries();
    private final Readings readings = new Readings();
    private final AllowIndex index = new AllowIndex();

    /** Empty until {@link #reload}. */
    public AllowList(StateStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Adds an entry, in place of one for the same subject. Complete when it is in the store and every next command is judged
     * by it. While a store that is shared cannot be reached it counts here, and {@link #isUnsaved} until {@link #saveAgain}
     * has saved it. If the store fails otherwise nothing has changed here; if the store did keep it, the next
     * {@link #reload} finds out.
     */
    public CompletionStage<Void> add(AllowEntry entry) {
        if (!entry.countsAt(clock.instant())) {
            return CompletableFuture.failedStage(new IllegalArgumentException(
                    "The entry for " + entry.key() + " would have expired already, at " + entry.until()));
        }
        Held<AllowEntry> held = new Held<>(entry, entry.until());
        return store.update(TABLE, entry.key(), "", before -> Optional.of(held), LIMIT)
                .handle((kept, failure) -> {
                    UnsavedEntries.unlessUnreachable(failure);
                    add(entry, failure != null);
                    return null;
                });
    }

    private synchronized void add(AllowEntry entry, boolean later) {
        readings.changed(entry.key());
        put(entry);
        unsaved.change(
                entry.key(),
                later ? Optional.of(new UnsavedEntries.Change(Optional.of(entry), entry.since())) : Optional.empty());
    }

    /** Whether this entry counts and is not known to be in the store yet, so that no other node may know of it. */
    public synchronized boolean isUnsaved(AllowEntry entry) {
        return unsaved.has(entry);
    }

    /** Whether what was said here last of this subject is not known to be in the store yet: no other node may know of it. */
    public synchronized boolean isUnsaved(Subject subject) {
        return unsaved.has(subject.toString());
    }

    /** To be called about once in a second: tries again to save what could not be saved. */
    public void saveAgain() {
        Map<String, UnsavedEntries.Change> again;
        synchronized (this) {
            again = unsaved.again();
        }
        again.forEach(this::saveAgain);
    }

    /** What another node has said later stays in the store, and was not taken in while this waited. */
    private void saveAgain(String key, UnsavedEntries.Change change) {
        readings.read(reading -> store.update(TABLE, key, "", change::over, LIMIT)
                .whenComplete((kept, failure) -> tried(key, change, failure == null))
                .thenCompose(kept -> take(key, kept.map(Held::value), reading)
                        ? CompletableFuture.completedStage(null)
                        : reload(key)));
    }

    private synchronized void tried(String key, UnsavedEntries.Change change, boolean saved) {
        unsaved.tried(key, change, saved);
    }

    /**
     * Takes an entry away, as durably and as quickly. The answer is what was taken away: empty if there was none, as far as is
     * known here. What the store could not be told, {@link #saveAgain} tells it, even of an entry that is not known here.
     */
    public CompletionStage<Optional<AllowEntry>> remove(Subject subject) {
        String key = subject.toString();
        Batch batch = new Batch();
        Batch.Ticket<AllowEntry> before = batch.read(TABLE, key);
        batch.update(TABLE, key, "", present -> Optional.empty());
        return store.run(batch, LIMIT).handle((answers, failure) -> {
            UnsavedEntries.unlessUnreachable(failure);
            Optional<AllowEntry> here = remove(subject, failure != null);
            return answers == null ? here : answers.get(before).map(Held::value);
        });
    }

    private synchronized Optional<AllowEntry> remove(Subject subject, boolean later) {
        String key = subject.toString();
        Optional<AllowEntry> here = Optional.ofNullable(entries.get(key));
        readings.changed(key);
        drop(subject);
        unsaved.change(
                key,
                later ? Optional.of(new UnsavedEntries.Change(Optional.empty(), clock.instant())) : Optional.empty());
        return here;
    }

    /** The entries that every command is judged by, in the order of their keys. */
    public synchronized List<AllowEntry> list() {
        Instant now = clock.instant();
        return entries.values().stream().filter(entry -> entry.countsAt(now)).toList();
    }

    /** An entry for clients of this network, of a part of it, or of one around it. */
    public Optional<AllowEntry> in(Network network) {
        return list().stream()
                .filter(entry ->
                        entry.subject() instanceof Subject.In in && in.network().overlaps(network))
                .findFirst();
    }

    /**
     * Takes in what the store holds: at start, and every few seconds where other nodes write to the same store. If it fails
     * the entries stay as they were.
     */
    public CompletionStage<Void> reload() {
        return readings.read(reading ->
                walk("", new All(new TreeMap<>(), new HashSet<>())).thenAccept(found -> take(found, reading)));
    }

    /** Takes in what the store holds under this key: another node has changed it. Fails if it cannot be said what that is. */
    public CompletionStage<Void> reload(String key) {
        return readings.readUntilTaken(
                key,
                reading -> store.read(TABLE, key, LIMIT).thenApply(held -> take(key, held.map(Held::value), reading)));
    }

    /** Writes back what the store has lost. */
    public CompletionStage<Void> restore() {
        return new WriteBack<>(store, TABLE, LIMIT)
                .write(list().stream()
                        .map(entry -> new StateStore.Entry<>(entry.key(), new Held<>(entry, entry.until())))
                        .toList());
    }

    /** @param newer keys of those that a newer version of this program wrote */
    private record All(Map<String, AllowEntry> entries, Set<String> newer) {}

    /** Page after page, as far as the table may reach. */
    private CompletionStage<All> walk(String after, All found) {
        return store.walk(TABLE, after, PAGE)
                .toCompletableFuture()
                .copy()
                .orTimeout(PAGE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(page -> {
                    page.entries()
                            .forEach(entry ->
                                    found.entries.put(entry.key(), entry.held().value()));
                    found.newer.addAll(page.newer());
                    return page.more() && found.entries.size() < MOST
                            ? walk(page.entries().get(page.entries().size() - 1).key(), found)
                            : CompletableFuture.completedStage(found);
                });
    }

    private synchronized void take(All found, Reading reading) {
        List<AllowEntry> gone = entries.values().stream()
                .filter(entry -> !found.entries.containsKey(entry.key()) && !found.newer.contains(entry.key()))
                .toList();
        gone.forEach(entry -> take(entry.key(), Optional.empty(), reading));
        found.entries.forEach((key, entry) -> take(key, Optional.of(entry), reading));
    }

    /** False if something newer may be known here: then what was found stands aside. */
    private synchronized boolean take(String key, Optional<AllowEntry> found, Reading reading) {
        if (readings.isBehind(reading, key)) {
            return false;
        }
        readings.taken(reading, key);
        if (!unsaved.has(key)) { // What was said here has yet to get there.
            AllowEntry here = entries.get(key);
            if (found.isPresent()) {
                put(found.get());
            } else if (here != null) {
                drop(here.subject());
            }
        }
        return true;
    }

    private void put(AllowEntry entry) {
        if (!entry.equals(entries.put(entry.key(), entry))) {
            index.put(entry);
        }
    }

    private void drop(Subject subject) {
        entries.remove(subject.toString());
        index.remove(subject);
    }

    AllowIndex index() {
        return index;
    }
}
