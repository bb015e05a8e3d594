package org.sekisho.rules.jail;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.settings.Network;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers from which addresses (/64 for IPv6) mail came in the last seven days that was accepted, and how much. Counted in
 * the store; those that have sent enough are also in memory, so that a jail knows at once. What came through other nodes since
 * the start has to be asked for. Thread-safe.
 */
public final class GoodMail implements Learner {
    /** So many messages in seven days are good measure, unless the operator says otherwise. */
    public static final int ENOUGH = 5;

    public static final Table<Week> TABLE = Table.learned("good-mail", Week.CODEC, 200_000, 1_000, 100);

    private static final Logger LOG = LoggerFactory.getLogger(GoodMail.class);
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final int PAGE = 1_000;
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 64;
    /** Of a larger network not each address, or /64, is asked for: they have more than so many bits of their own. */
    private static final int ASKED_BITS = 8;

    /** A pool is so many neighbours of a /24, or /48 for IPv6. */
    private static final int FEWEST_OF_POOL = 3;

    private static final int POOL_4 = 24;
    private static final int POOL_6 = 48;

    private static final int PAGE_OF_POOL = 50;
    /** So many neighbours are asked for: all of a /24, and of a /48 those that come first. */
    private static final int MOST_OF_POOL = 1_000;

    private final StateStore store;
    private final InstantSource clock;
    private final boolean shared;
    private final int enough;
    private final int most;
    /** Those that have sent enough, in the order of their addresses. */
    private final ConcurrentNavigableMap<String, Sender> senders = new ConcurrentSkipListMap<>();

    /** When those whose mail is too old are looked for again, if there is no room by then. */
    private Instant nextSweep = Instant.EPOCH;

    private boolean saidFull;

    private record Sender(String address, long messages, Instant until) {}

    /**
     * @param enough messages in seven days, at least 1
     */
    public GoodMail(StateStore store, InstantSource clock, int enough) {
        this(store, clock, enough, TABLE.mostRecords());
    }

    /** @param most senders in memory */
    GoodMail(StateStore store, InstantSource clock, int enough, int most) {
        if (enough < 1) {
            throw new IllegalArgumentException("Good measure is at least 1 message, not " + enough);
        }
        this.store = store;
        this.clock = clock;
        shared = store.orLocal() != store;
        this.enough = enough;
        this.most = most;
    }

    @Override
    public void learn(Happening happening, Case file) {
        if (!(happening instanceof Happening.MessageEnded ended)
                || !ended.reply().positive()) {
            return;
        }
        InetAddress client = file.connection().client();
        String address = place(client).toString();
        Instant now = clock.instant();
        store.update(TABLE, address, file.connection().network(), week -> Optional.of(counted(week, now)), LIMIT)
                .whenComplete((held, failure) -> {
                    if (failure != null) {
                        LOG.debug("That {} sent good mail is not remembered: {}", address, failure.toString());
                    } else {
                        held.ifPresent(known -> remember(address, known.value()));
                    }
                });
    }

    private static Held<Week> counted(Optional<Held<Week>> before, Instant now) {
        Week week = before.map(Held::value).orElseGet(() -> Week.beginning(now)).another(now);
        return new Held<>(week, week.end());
    }

    private void remember(String address, Week week) {
        Instant now = clock.instant();
        Instant until = week.holdsUntil(enough);
        if (now.isBefore(until)) {
            String key = key(Network.parse(address).first());
            if (senders.containsKey(key) || senders.size() < most || makesRoom(now)) {
                senders.put(key, new Sender(address, week.messages(), until));
            }
        }
    }

    /** Lets go of those whose mail is too old by now; walks them all, and so not for each newcomer. */
    private synchronized boolean makesRoom(Instant now) {
        if (now.isBefore(nextSweep)) {
            return false;
        }
        nextSweep = now.plus(SWEEP);
        senders.values().removeIf(sender -> !now.isBefore(sender.until));
        boolean room = senders.size() < most;
        if (!room && !saidFull) {
            LOG.warn("{} addresses have sent good mail: jails know no more of them, and may ban the others", most);
        }
        saidFull = !room;
        return room;
    }

    /** Takes in what the store holds: at start. */
    public CompletionStage<Void> restore() {
        return restore("");
    }

    private CompletionStage<Void> restore(String after) {
        return store.walk(TABLE, after, PAGE).thenCompose(page -> {
            page.entries().forEach(entry -> remember(entry.key(), entry.held().value()));
            return page.more()
                    ? restore(page.entries().get(page.entries().size() - 1).key())
                    : CompletableFuture.completedStage(null);
        });
    }

    /** Takes in what other nodes know of this subject, or else of its pool. Does not fail: then it is not known. */
    CompletionStage<Void> ask(Network subject) {
        if (!shared || from(subject).isPresent()) {
            return CompletableFuture.completedStage(null);
        }
        CompletionStage<Void> known = ask(places(subject))
                .thenCompose(done -> isAlone(subject) && from(subject).isEmpty()
                        ? askPool(subject.first())
                        : CompletableFuture.completedStage(null));
        return known.toCompletableFuture()
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    LOG.debug(
                            "Whether good mail of {} came through other nodes is not known: {}",
                            subject,
                            failure.toString());
                    return null;
                });
    }

    private CompletionStage<Void> ask(List<String> places) {
        if (places.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        Batch batch = new Batch();
        Map<String, Batch.Ticket<Week>> tickets = new HashMap<>();
        places.forEach(place -> tickets.put(place, batch.read(TABLE, place)));
        return store.run(batch, LIMIT)
                .thenAccept(answers -> tickets.forEach(
                        (place, ticket) -> answers.get(ticket).ifPresent(held -> remember(place, held.value()))));
    }

    /** Few of a pool have a record, and their keys stand together: that is a page of a walk, and hardly ever a second one. */
    private CompletionStage<Void> askPool(InetAddress client) {
        byte[] neighbour = pool(client).octets();
        int bits = place(client).bits();
        neighbour[bits / 8 - 1] = 1;
        String written = Network.of(neighbour, bits).toString();
        // As 192.0.2. of 192.0.2.1, or 2001:db8:0: of 2001:db8:0:1::/64.
        String start = written.substring(0, written.lastIndexOf('1'));
        return askPool(client, start, start, MOST_OF_POOL);
    }

    private CompletionStage<Void> askPool(InetAddress client, String start, String after, int most) {
        return store.walk(TABLE, after, PAGE_OF_POOL).thenCompose(page -> {
            List<StateStore.Entry<Week>> theirs = page.entries().stream()
                    .filter(entry -> entry.key().startsWith(start))
                    .toList();
            theirs.forEach(entry -> remember(entry.key(), entry.held().value()));
            boolean more = page.more() && theirs.size() == page.entries().size() && theirs.size() < most;
            return more && !theirs.isEmpty() && spared(client).isEmpty()
                    ? askPool(client, start, theirs.get(theirs.size() - 1).key(), most - theirs.size())
                    : CompletableFuture.completedStage(null);
        });
    }

    private static List<String> places(Network subject) {
        int bits = subject.first() instanceof Inet4Address ? IPV4_BITS : IPV6_BITS;
        int theirs = Math.max(0, bits - subject.bits());
        int count = theirs > ASKED_BITS ? 0 : 1 << theirs;
        byte[] octets = subject.octets();
        int last = bits / 8 - 1;
        byte first = octets[last];
        List<String> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            octets[last] = (byte) (first + i);
            places.add(Network.of(octets, bits).toString());
        }
        if (isAlone(subject)) {
            // The first /64 of a pool does not stand with the others: 2001:db8::/64, 2001:db8:0:1::/64.
            places.add(Network.around(pool(subject.first()).first(), bits).toString());
        }
        return places;
    }

    /**
     * Who in this network has sent good mail in good measure, in words; empty if nobody has. A client alone is also spared
     * where several of its neighbours have: an attacker and good senders may share a provider's servers by turns.
     */
    Optional<String> from(Network subject) {
        Optional<String> itself = goodIn(isAlone(subject) ? place(subject.first()) : subject)
                .findFirst()
                .map(sender -> sender.address + " has sent " + sender.messages
                        + " messages within seven days that were accepted");
        return itself.isPresent() || !isAlone(subject) ? itself : spared(subject.first());
    }

    /** Whether it is one address, or /64, or less. */
    private static boolean isAlone(Network subject) {
        return place(subject.first()).contains(subject);
    }

    /** Why this client is, whatever it has sent itself. */
    private Optional<String> spared(InetAddress client) {
        Network pool = pool(client);
        return goodIn(pool).limit(FEWEST_OF_POOL).count() < FEWEST_OF_POOL
                ? Optional.empty()
                : Optional.of(pool + " is a shared pool: " + FEWEST_OF_POOL
                        + " or more of its addresses have each sent mail in good measure");
    }

    private static Network pool(InetAddress client) {
        return Network.around(client, client instanceof Inet4Address ? POOL_4 : POOL_6);
    }

    private Stream<Sender> goodIn(Network network) {
        Instant now = clock.instant();
        return senders.subMap(key(network.first()), true, key(network.last()), true).values().stream()
                .filter(sender -> now.isBefore(sender.until));
    }

    private static Network place(InetAddress client) {
        return client instanceof Inet4Address
                ? Network.around(client, Integer.SIZE)
                : Network.around(client, IPV6_BITS);
    }

    /** Keys have the order of the addresses; the first character keeps the families apart. */
    private static String key(InetAddress address) {
        String family = address instanceof Inet4Address ? "4" : "6";
        return family + HexFormat.of().formatHex(address.getAddress());
    }
}
