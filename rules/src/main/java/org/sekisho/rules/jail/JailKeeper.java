package org.sekisho.rules.jail;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.sekisho.dns.DnsLookup;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Mode;
import org.sekisho.rules.KeyedHash;
import org.sekisho.rules.jail.Jail.Draw;
import org.sekisho.state.Batch;
import org.sekisho.state.Change;
import org.sekisho.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every offence to the jails that count it, and tells the bailiff whom to ban. With a store that answers from memory
 * all this is done before the reply is written, so that the client's next command already meets the ban.
 *
 * <p>One for a program, whatever policies come and go. It has to be told of bans, too: for jails that count them, and so
 * that whoever was let go begins with a clean sheet. Thread-safe.
 */
public final class JailKeeper implements Learner, BanObserver {
    private static final Logger LOG = LoggerFactory.getLogger(JailKeeper.class);
    private static final String EXPIRED = "expired";

    private final Tallies tallies;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final DnsLookup dns;
    private final Bailiff bailiff;
    private final Trial.Court court;
    private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();
    private volatile List<Jail> jails = List.of();

    /**
     * Without jails, until {@link #replace}.
     *
     * @param random thread-safe
     * @param key for hashes of recipients and of what is wrong with a password; the same on all nodes and from one run to the next
     */
    public JailKeeper(
            StateStore state, InstantSource clock, RandomGenerator random, DnsLookup dns, byte[] key, Bailiff bailiff) {
        tallies = new Tallies(state, clock);
        this.clock = clock;
        this.random = random;
        this.dns = dns;
        this.bailiff = bailiff;
        court = new Trial.Court(tallies, new KeyedHash(key), bailiff);
    }

    /** Puts these jails in place of the present ones. What was counted stays, and the new thresholds hold for it at once. */
    public void replace(Jails settings) {
        List<Jail> fresh = new ArrayList<>();
        settings.byName().forEach((name, each) -> fresh.add(new Jail(name, each, dns)));
        jails = List.copyOf(fresh);
    }

    /** The jails and their settings, as they are now. */
    public Jails jails() {
        Map<String, JailSettings> now = new LinkedHashMap<>();
        jails.forEach(jail -> now.put(jail.name, jail.settings));
        return new Jails(now);
    }

    @Override
    public void learn(Happening happening, Case file) {
        Conduct conduct = file.in(Conduct.SLOT);
        Optional<Failure> failure = conduct.witness(happening);
        InetAddress client = file.connection().client();
        boolean delivered = happening instanceof Happening.MessageEnded ended
                && ended.reply().positive();
        if ((failure.isEmpty() && !delivered && !(happening instanceof Happening.Ended)) || bailiff.holds(client)) {
            return;
        }
        recall(client, conduct.takeGood(), delivered);
        failure.ifPresent(found -> count(found, client));
    }

    /** Writes down what a client has done well. */
    private void recall(InetAddress client, int good, boolean delivered) {
        Instant now = now();
        Batch batch = new Batch();
        for (Jail jail : jails) {
            if (good > 0 && jail.weighsGoodRecipients() && !jail.ignored.contains(client)) {
                batch.update(jail.table, key(jail, client), Accused.owner(client), jail.good(good, now));
            }
        }
        run(batch);
        if (delivered) {
            delivered(client, now);
        }
    }

    private record Sender(Jail jail, Accused accused, Batch.Ticket<Tally> known) {}

    /** Mail was accepted. Hardly any sender has a record: that is found out by reading, which costs less than writing. */
    private void delivered(InetAddress client, Instant now) {
        Batch reads = new Batch();
        List<Sender> senders = new ArrayList<>();
        for (Jail jail : jails) {
            if (jail.settings.mode() != Mode.OFF) {
                senders.add(sender(jail, Accused.client(client, jail.settings), reads));
                if (jail.settings.aggregates().maxRetry() > 0) {
                    senders.add(sender(jail, Accused.network(client, jail.settings.aggregates()), reads));
                }
            }
        }
        tallies.run(reads)
                .thenAccept(answers -> {
                    Batch batch = new Batch();
                    senders.stream()
                            .filter(each -> answers.get(each.known).isPresent())
                            .forEach(each -> batch.update(
                                    each.jail.table,
                                    each.accused.key(),
                                    Accused.owner(client),
                                    each.jail.delivered(each.accused.kind(), now)));
                    run(batch);
                })
                .whenComplete(JailKeeper::logged);
    }

    private static Sender sender(Jail jail, Accused accused, Batch reads) {
        return new Sender(jail, accused, reads.read(jail.table, accused.key()));
    }

    private void run(Batch batch) {
        if (!batch.steps().isEmpty()) {
            tallies.run(batch).whenComplete(JailKeeper::logged);
        }
    }

    private static String key(Jail jail, InetAddress client) {
        return Accused.client(client, jail.settings).key();
    }

    // Counting

    private void count(Failure failure, InetAddress client) {
        for (Jail jail : jails) {
            if (jail.counts(failure) && !jail.ignored.contains(client)) {
                judge(jail, failure, Optional.of(client), Accused.client(client, jail.settings));
            }
        }
    }

    private void judge(Jail jail, Failure failure, Optional<InetAddress> client, Accused accused) {
        failed.computeIfAbsent(jail.name, name -> new LongAdder()).increment();
        Draw draw = new Draw(now(), random.nextLong(), random.nextDouble());
        new Trial(jail, failure, client, draw, court).begin(accused).whenComplete(JailKeeper::logged);
    }

    // Bans

    @Override
    public void told(BanEvent event) {
        if (event instanceof BanEvent.Banned banned && !banned.restored()) {
            recidivist(banned.ban(), true);
        } else if (event instanceof BanEvent.WouldBan would) {
            recidivist(would.ban(), false);
        } else if (event instanceof BanEvent.Unbanned unbanned
                && !unbanned.why().equals(EXPIRED)) {
            correct(unbanned.ban(), jail -> jail.forgiven(now()));
        } else if (event instanceof BanEvent.Spared spared) {
            correct(spared.ban(), jail -> jail.spared(now()));
        }
    }

    /** A jail that only watches sees also what others would have done. An operator's ban is nobody's failure. */
    private void recidivist(Ban ban, boolean enforced) {
        Failure failure = Failure.of(Offence.BAN, "banned by " + ban.jail());
        for (Jail jail : jails) {
            boolean heeds = (enforced || jail.settings.mode() == Mode.OBSERVE) && !jail.ignored.overlaps(ban.subject());
            if (ban.failures() > 0 && heeds && jail.counts(failure) && !jail.name.equals(ban.jail())) {
                judge(jail, failure, Optional.empty(), Accused.client(ban.subject()));
            }
        }
    }

    private void correct(Ban ban, Function<Jail, Change<Tally>> change) {
        Batch batch = new Batch();
        for (Jail jail : jails) {
            if (jail.name.equals(ban.jail())) {
                batch.update(jail.table, ban.subject().toString(), "", change.apply(jail));
            }
        }
        run(batch);
    }

    // For operators

    /** How a jail stands; empty if there is none of that name. Reads the whole table: never while a client waits. */
    public CompletionStage<Optional<JailStatus>> status(String name) {
        Optional<Jail> found =
                jails.stream().filter(jail -> jail.name.equals(name)).findFirst();
        if (found.isEmpty()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        LongAdder total = failed.get(name);
        Census census = new Census(found.get(), total == null ? 0 : total.sum(), now());
        return census.take(tallies.present()).thenApply(Optional::of);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void logged(Object result, Throwable failure) {
        if (failure != null) {
            LOG.warn("A jail could not count a failure: {}", failure.toString());
        }
    }
}
