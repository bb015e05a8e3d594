package org.sekisho.rules.incident;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All incidents: durable in the store, and in memory those that still matter, by which every session of their accounts is
 * judged without asking the store. A change is in force at once, and complete when it is on the disk; if the store fails it
 * is in force all the same, and {@link #save} tries again. One for a program. Thread-safe.
 */
public final class IncidentBook {
    private static final Logger LOG = LoggerFactory.getLogger(IncidentBook.class);

    /** Beyond so many at once, those in which nobody is restricted give way. */
    static final int MOST_STANDING = 10_000;

    /** The least interesting first. */
    private static final Comparator<Incident> INTEREST = Comparator.<Incident, State>comparing(
                    Incident::state, State.INTEREST)
            .thenComparing(Incident::opened);

    /** With those of a year. */
    static final int MOST = 100_000;

    /** Octets, if every character of a full timeline needs three of them; ordinarily it is below 1 KiB. */
    private static final int LONGEST = 65_536;

    public static final Table<Incident> TABLE = Table.operator("incidents", new IncidentCodec(), MOST, LONGEST);

    /** Long enough to compare a month with the same one of the year before. */
    static final Duration KEPT = Duration.ofDays(400);

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final StateStore store;
    private final InstantSource clock;
    private final int most;
    /** The one that what happens to an account belongs to. */
    private final Map<String, Incident> byAccount = new ConcurrentHashMap<>();

    private final Map<String, Incident> byId = new ConcurrentHashMap<>();
    /** Ids of what is not known to be on the disk. */
    private final Set<String> unsaved = new HashSet<>();

    private volatile boolean complete;

    /** Empty until {@link #restore}. */
    IncidentBook(StateStore store, InstantSource clock) {
        this(store, clock, MOST_STANDING);
    }

    /** @param most at once */
    IncidentBook(StateStore store, InstantSource clock, int most) {
        this.store = store;
        this.clock = clock;
        this.most = most;
    }

    // Looking

    /** The incident that what happens to this account belongs to; from memory. */
    Optional<Incident> of(String account) {
        Incident incident = byAccount.get(account);
        return incident != null && incident.listensAt(clock.instant()) ? Optional.of(incident) : Optional.empty();
    }

    /** The incident in which an operator has dismissed what this net told of that account a short time ago. */
    Optional<Incident> pardoning(String account, String net) {
        Instant now = clock.instant();
        return byId.values().stream()
                .filter(incident -> incident.account().equals(account)
                        && incident.state() == State.DISMISSED
                        && !incident.overAt(now)
                        && incident.nets().contains(net))
                .max(comparing(Incident::since));
    }

    /** Those that make a difference yet, the oldest first. */
    List<Incident> present() {
        return sorted(byId.values());
    }

    boolean here(String id) {
        return byId.containsKey(id);
    }

    /** Closed ones, too. */
    CompletionStage<List<Incident>> all() {
        return store.walk(TABLE, "", MOST).thenApply(page -> {
            Map<String, Incident> all = new ConcurrentHashMap<>();
            page.entries().forEach(entry -> all.put(entry.key(), entry.held().value()));
            all.putAll(byId);
            return sorted(all.values());
        });
    }

    CompletionStage<Optional<Incident>> find(String id) {
        Incident here = byId.get(id);
        return here != null
                ? CompletableFuture.completedStage(Optional.of(here))
                : store.read(TABLE, id, LIMIT).thenApply(held -> held.map(Held::value));
    }

    /** As it is on the disk; empty if it is not, or not as it is. */
    synchronized Optional<Incident> saved(String id) {
        return unsaved.contains(id) ? Optional.empty() : Optional.ofNullable(byId.get(id));
    }

    private static List<Incident> sorted(Collection<Incident> some) {
        return some.stream()
                .sorted(comparing(Incident::opened).thenComparing(Incident::id))
                .toList();
    }

    // Changing

    /** Empty if there are too many already that cannot give way. */
    synchronized Optional<Incident> open(Incident incident) {
        if (byId.size() >= most && !someGivesWay()) {
            return Optional.empty();
        }
        put(incident);
        return Optional.of(incident);
    }

    private boolean someGivesWay() {
        Optional<Incident> least = byId.values().stream()
                .filter(incident -> incident.state() != State.DEFENDED
                        && incident.noticeDue().isEmpty())
                .min(INTEREST);
        least.ifPresent(this::giveWay);
        return least.isPresent();
    }

    private void giveWay(Incident incident) {
        Instant now = clock.instant();
        Incident last = incident.state().standing()
                ? incident.become(State.DISMISSED, now, Optional.of(now))
                        .with(now, Entry.Kind.DISMISSED, "gave way to newer ones: there were too many", Entry.SEKISHO)
                : incident;
        byId.remove(incident.id());
        unsaved.remove(incident.id());
        elect(incident.account());
        LOG.warn(
                "Incident {} ({}) has given way: there are {} already. Dismiss or release some",
                incident.id(),
                incident.state().key(),
                most);
        store.update(TABLE, last.id(), "", before -> Optional.of(new Held<>(last, expires(last))), LIMIT)
                .whenComplete((kept, failure) -> {
                    if (failure != null) {
                        LOG.warn("Incident {} will be back after a restart: {}", last.id(), failure.toString());
                    }
                });
    }

    /** Complete when it is on the disk; empty if it does not take in anything any more. */
    CompletionStage<Optional<Incident>> change(String id, UnaryOperator<Incident> how) {
        Optional<Incident> after = note(id, how);
        return after.isEmpty()
                ? CompletableFuture.completedStage(after)
                : write(id).thenApply(kept -> after);
    }

    /** The same, without haste: {@link #save} writes it. */
    synchronized Optional<Incident> note(String id, UnaryOperator<Incident> how) {
        Incident before = byId.get(id);
        if (before == null) {
            return Optional.empty();
        }
        Incident after = how.apply(before);
        put(after);
        return Optional.of(after);
    }

    private void put(Incident incident) {
        Incident before = byId.put(incident.id(), incident);
        unsaved.add(incident.id());
        if (before != null && before.state() == incident.state()) {
            byAccount.computeIfPresent(
                    incident.account(), (name, there) -> there.id().equals(incident.id()) ? incident : there);
        } else {
            elect(incident.account());
        }
    }

    /** A restriction hides what has been opened beside it, and what is closed hides nothing. */
    private void elect(String account) {
        Optional<Incident> first = byId.values().stream()
                .filter(incident -> incident.account().equals(account))
                .max(INTEREST);
        first.ifPresentOrElse(incident -> byAccount.put(account, incident), () -> byAccount.remove(account));
    }

    /** Lets go of it, once it is closed and nothing more is to be added. */
    synchronized void close(Incident incident) {
        if (!unsaved.contains(incident.id())) {
            byId.remove(incident.id(), incident);
            elect(incident.account());
        }
    }

    // What the store holds

    /** To be called about once in some seconds: writes what is not on the disk, and reads it if that has not been possible yet. */
    CompletionStage<Void> save() {
        List<String> ids;
        synchronized (this) {
            ids = new ArrayList<>(unsaved);
        }
        CompletableFuture<?>[] writes =
                ids.stream().map(id -> write(id).toCompletableFuture()).toArray(CompletableFuture<?>[]::new);
        CompletionStage<Void> written = CompletableFuture.allOf(writes);
        return complete ? written : written.thenCompose(done -> restore());
    }

    /** Writes it as it is when the store comes to it, so that the newest state is what stays, in whatever order writes end. */
    private CompletionStage<Void> write(String id) {
        AtomicReference<@Nullable Incident> written = new AtomicReference<>();
        return store.update(
                        TABLE,
                        id,
                        "",
                        before -> {
                            Incident now = byId.get(id);
                            written.set(now);
                            return now == null ? before : Optional.of(new Held<>(now, expires(now)));
                        },
                        LIMIT)
                .thenAccept(held -> written(id, written.get()));
    }

    private synchronized void written(String id, @Nullable Incident written) {
        if (Objects.equals(byId.get(id), written)) {
            unsaved.remove(id);
        }
    }

    private static Instant expires(Incident incident) {
        return incident.state().standing() ? Instant.MAX : incident.since().plus(KEPT);
    }

    /** Takes in what the store holds, at the start. */
    CompletionStage<Void> restore() {
        return store.walk(TABLE, "", MOST)
                .toCompletableFuture()
                .copy()
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(this::take);
    }

    private synchronized void take(StateStore.Page<Incident> page) {
        Instant now = clock.instant();
        for (StateStore.Entry<Incident> entry : page.entries()) {
            Incident incident = entry.held().value();
            // What is in memory is newer.
            if (incident.mattersAt(now) && byId.putIfAbsent(incident.id(), incident) == null) {
                elect(incident.account());
            }
        }
        complete = true;
    }
}
