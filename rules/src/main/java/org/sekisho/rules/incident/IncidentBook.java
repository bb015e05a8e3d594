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
 * is in force all the same, and {@link #save} tries again. Where other nodes write to the same store, what they have made of an
 * incident and what is new here become one ({@link Merge}), there and here. One for a program. Thread-safe.
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

    /** Whoever else asks the store does not wait for more. */
    private static final int AT_ONCE = 100;

    private final StateStore store;
    private final InstantSource clock;
    private final int most;
    /** The one that what happens to an account belongs to. */
    private final Map<String, Incident> byAccount = new ConcurrentHashMap<>();

    private final Map<String, Incident> byId = new ConcurrentHashMap<>();
    /** Ids of what is not known to be on the disk. */
    private final Set<String> unsaved = new HashSet<>();
    /** As they were when they were last the same here and in the store. */
    private final Map<String, Incident> agreed = new ConcurrentHashMap<>();

    private final Rounds rounds = new Rounds(this::meet);

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
        agreed.remove(incident.id());
        unsaved.remove(incident.id());
        elect(incident.account());
        LOG.warn(
                "Incident {} ({}) has given way: there are {} already. Dismiss or release some",
                incident.id(),
                incident.state().key(),
                most);
        store.update(
                        TABLE,
                        last.id(),
                        "",
                        // Another node may have restricted the account since.
                        there -> there.filter(held -> held.value().state() == State.DEFENDED)
                                .or(() -> Optional.of(held(last))),
                        LIMIT)
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
                : rounds.ask(after.get().id()).thenApply(kept -> after);
    }

    /** The same, without haste: {@link #save} writes it. */
    synchronized Optional<Incident> note(String id, UnaryOperator<Incident> how) {
        Incident named = byId.get(id);
        if (named == null) {
            return Optional.empty();
        }
        // Whoever has begun to decide about one that has been joined to another decides about that.
        Incident before = Joined.successor(named)
                .flatMap(other -> Optional.ofNullable(byId.get(other)))
                .orElse(named);
        Incident after = how.apply(before);
        put(after);
        return Optional.of(after);
    }

    private void put(Incident incident) {
        unsaved.add(incident.id());
        hold(incident);
    }

    private void hold(Incident incident) {
        Incident before = byId.put(incident.id(), incident);
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
            agreed.remove(incident.id());
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
        CompletionStage<Void> written = meetAll(ids);
        return complete ? written : written.thenCompose(done -> restore());
    }

    /** What others have done counts here, and what is new here there. */
    CompletionStage<Void> reload(String id) {
        return rounds.ask(id);
    }

    /** The same; the answer is what it then is, empty if it does not make a difference. */
    CompletionStage<Optional<Incident>> latest(String id) {
        return rounds.ask(id).thenApply(done -> Optional.ofNullable(byId.get(id)));
    }

    /** The store may have lost some of those that are here. */
    CompletionStage<Void> writeBack() {
        return meetAll(List.copyOf(byId.keySet()));
    }

    /** Some after some; one that fails keeps no other back. */
    private CompletionStage<Void> meetAll(List<String> ids) {
        int now = Math.min(AT_ONCE, ids.size());
        CompletionStage<Void> some = CompletableFuture.allOf(ids.subList(0, now).stream()
                .map(id -> rounds.ask(id).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
        return now == ids.size()
                ? some
                : some.handle((done, failure) -> meetAll(ids.subList(now, ids.size())))
                        .thenCompose(rest -> rest)
                        .thenCompose(rest -> some);
    }

    /**
     * Of a meeting with what the store holds.
     *
     * @param here as it was here when the store came to it, so that the newest state is what stays, in whatever order writes end
     * @param there as it is in the store since
     */
    private record Met(Optional<Incident> here, Optional<Incident> there) {}

    private CompletionStage<Void> meet(String id) {
        Optional<Incident> base = Optional.ofNullable(agreed.get(id));
        AtomicReference<@Nullable Met> met = new AtomicReference<>();
        return store.update(
                        TABLE,
                        id,
                        "",
                        before -> {
                            Optional<Incident> here = Optional.ofNullable(byId.get(id));
                            Optional<Incident> theirs = before.map(Held::value);
                            Optional<Incident> there = Merge.of(base, theirs, here);
                            met.set(new Met(here, there));
                            return there.equals(theirs) ? before : there.map(IncidentBook::held);
                        },
                        LIMIT)
                .thenAccept(held -> Optional.ofNullable(met.get()).ifPresent(each -> met(id, each)));
    }

    /** It may have changed here meanwhile. */
    private void met(String id, Met met) {
        met.there.ifPresent(there -> met(id, met.here, there));
    }

    private synchronized void met(String id, Optional<Incident> before, Incident there) {
        Optional<Incident> here = Optional.ofNullable(byId.get(id));
        if (here.isEmpty()) {
            if (before.isEmpty() && there.mattersAt(clock.instant()) && hasRoomFor(there)) {
                agreed.put(id, there);
                hold(there);
                join(there);
            }
            return;
        }
        agreed.put(id, there);
        Incident now = new Merge(before, there, here.get()).merged();
        if (now.equals(there)) {
            unsaved.remove(id);
        }
        if (!now.equals(here.get())) {
            hold(now);
        }
    }

    /** Two nodes may have opened one each in the same moment, which have to become one on each of them. */
    private void join(Incident fresh) {
        byId.values().stream()
                .filter(other -> Joined.belongTogether(fresh, other))
                .findFirst()
                .map(other -> Joined.of(fresh, other))
                .ifPresent(joined -> {
                    put(joined.stays());
                    put(joined.goes());
                });
    }

    private boolean hasRoomFor(Incident incident) {
        return byId.size() < most
                || incident.state() == State.DEFENDED
                || incident.noticeDue().isPresent();
    }

    private static Held<Incident> held(Incident incident) {
        return new Held<>(
                incident,
                incident.state().standing() ? Instant.MAX : incident.since().plus(KEPT));
    }

    /** Takes in what the store holds: at the start, and where others may have written to it. */
    CompletionStage<Void> restore() {
        return store.walk(TABLE, "", MOST)
                .toCompletableFuture()
                .copy()
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(page -> meetAll(take(page)));
    }

    boolean isComplete() {
        return complete;
    }

    /** The answer is the ids of those that are something else here. */
    private synchronized List<String> take(StateStore.Page<Incident> page) {
        Instant now = clock.instant();
        List<String> others = new ArrayList<>();
        for (StateStore.Entry<Incident> entry : page.entries()) {
            Incident there = entry.held().value();
            String id = there.id();
            if (byId.containsKey(id) || rounds.isUnderWay(id)) {
                if (!there.equals(agreed.get(id))) {
                    others.add(id);
                }
            } else if (there.mattersAt(now)) {
                agreed.put(id, there);
                hold(there);
            }
        }
        complete = true;
        return others;
    }
}
