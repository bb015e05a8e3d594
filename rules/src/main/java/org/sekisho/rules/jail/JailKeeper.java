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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.sekisho.dns.DnsLookup;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Mode;
import org.sekisho.rules.KeyedHash;
import org.sekisho.rules.jail.Jail.Draw;
import org.sekisho.rules.origin.Origins;
import org.sekisho.state.Batch;
import org.sekisho.state.Change;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every offence to the jails that count it, and tells the bailiff whom to ban. With a store that answers from memory
 * all this is done before the reply is written; while it is not, the rule {@code bans} waits for it at the client's next
 * command, which so meets the ban.
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
    private final Origins origins;
    private final Bailiff bailiff;
    private final Trial.Court court;
    private final Map<String, Failures> failed = new ConcurrentHashMap<>();
    private volatile List<Jail> jails = List.of();

    /**
     * Without jails, until {@link #replace}.
     *
     * @param random thread-safe
     * @param origins for jails that add up what systems and countries do, and to tell operators
     * @param key for hashes of recipients and of what is wrong with a password; the same on all nodes and from one run to the next
     */
    public JailKeeper(
            StateStore state,
            InstantSource clock,
            RandomGenerator random,
            DnsLookup dns,
            Origins origins,
            byte[] key,
            Bailiff bailiff) {
        tallies = new Tallies(state, clock);
        this.clock = clock;
        this.random = random;
        this.dns = dns;
        this.bailiff = bailiff;
        court = new Trial.Court(tallies, new KeyedHash(key), bailiff, origins);
        this.origins = origins;
    }

    /** Puts these jails in place of the present ones. What was counted stays, and the new thresholds hold for it at once. */
    public synchronized void replace(Jails settings) {
        List<Jail> fresh = new ArrayList<>();
        settings.byName().forEach((name, each) -> fresh.add(new Jail(name, each, dns)));
        jails = List.copyOf(fresh);
    }

    /** Makes others of the present jails; if that fails, they stay. Of two that do so at once, none undoes the other. */
    public synchronized void change(UnaryOperator<Jails> change) {
        replace(change.apply(jails()));
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
        failure.ifPresent(found -> count(found, client, conduct));
    }

    /** Writes down what a client has done well. */
    private void recall(InetAddress client, int good, boolean delivered) {
        Instant now = now();
        for (Jail jail : jails) {
            if (good > 0 && jail.weighsGoodRecipients() && !jail.ignored.contains(client)) {
                Accused accused = Accused.client(client, jail.settings);
                Batch batch = new Batch();
                batch.update(jail.table, accused.key(), accused.owner(client), jail.good(good, now));
                run(jail, batch);
            }
            if (delivered && jail.settings.mode() != Mode.OFF) {
                delivered(jail, client, now);
            }
        }
    }

    private record Sender(Accused accused, Batch.Ticket<Tally> known) {}

    /** Mail was accepted. Hardly any sender has a record: that is found out by reading, which costs less than writing. */
    private void delivered(Jail jail, InetAddress client, Instant now) {
        Batch reads = new Batch();
        List<Sender> senders = new ArrayList<>(2);
        senders.add(sender(jail, Accused.client(client, jail.settings), reads));
        if (jail.settings.aggregates().maxRetry() > 0) {
            senders.add(sender(jail, Accused.network(client, jail.settings.aggregates()), reads));
        }
        tallies.run(jail.table, reads)
                .thenAccept(answers -> {
                    Batch batch = new Batch();
                    senders.stream()
                            .filter(each -> answers.get(each.known).isPresent())
                            .forEach(each -> batch.update(
                                    jail.table,
                                    each.accused.key(),
                                    each.accused.owner(client),
                                    jail.delivered(each.accused.kind(), now)));
                    run(jail, batch);
                })
                .whenComplete(JailKeeper::logged);
    }

    private static Sender sender(Jail jail, Accused accused, Batch reads) {
        return new Sender(accused, reads.read(jail.table, accused.key()));
    }

    private void run(Jail jail, Batch batch) {
        if (!batch.steps().isEmpty()) {
            tallies.run(jail.table, batch).whenComplete(JailKeeper::logged);
        }
    }

    // Counting

    private void count(Failure failure, InetAddress client, Conduct conduct) {
        for (Jail jail : jails) {
            if (jail.counts(failure) && !jail.ignored.contains(client)) {
                conduct.awaits(judge(jail, failure, Optional.of(client), Accused.client(client, jail.settings)));
            }
        }
    }

    private CompletionStage<Void> judge(Jail jail, Failure failure, Optional<InetAddress> client, Accused accused) {
        failures(jail.name).count(failure.group());
        Draw draw = new Draw(now(), random.nextLong(), random.nextDouble());
        return new Trial(jail, failure, client, draw, court).begin(accused).whenComplete(JailKeeper::logged);
    }

    private Failures failures(String jail) {
        return failed.computeIfAbsent(jail, name -> new Failures());
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
                var unused = judge(jail, failure, Optional.empty(), Accused.client(ban.subject()));
            }
        }
    }

    private void correct(Ban ban, Function<Jail, Change<Tally>> change) {
        for (Jail jail : jails) {
            if (jail.name.equals(ban.jail())) {
                Batch batch = new Batch();
                batch.update(jail.table, ban.subject().toString(), "", change.apply(jail));
                run(jail, batch);
            }
        }
    }

    // For operators

    /** How a jail stands; empty if there is none of that name. Reads the whole table: never while a client waits. */
    public CompletionStage<Optional<JailStatus>> status(String name) {
        Optional<Jail> found =
                jails.stream().filter(jail -> jail.name.equals(name)).findFirst();
        if (found.isEmpty()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        Census census = new Census(found.get(), origins, failures(name), now());
        return tallies.present(found.get().table).thenCompose(census::take).thenApply(Optional::of);
    }

    /** How many failures of this client each jail has counted that it was not banned for; jails without any are left out. */
    public CompletionStage<Map<String, Integer>> failures(InetAddress client) {
        Instant now = now();
        CompletionStage<Map<String, Integer>> all = CompletableFuture.completedStage(new LinkedHashMap<>());
        for (Jail jail : jails) {
            all = all.thenCombine(tally(jail, client), (failures, held) -> {
                held.map(tally -> tally.at(now, jail.settings.at(now).findTime()))
                        .filter(tally ->
                                !tally.sentencedAt(now) && !tally.marks().isEmpty())
                        .ifPresent(
                                tally -> failures.put(jail.name, tally.marks().size()));
                return failures;
            });
        }
        return all;
    }

    private CompletionStage<Optional<Tally>> tally(Jail jail, InetAddress client) {
        Batch batch = new Batch();
        Batch.Ticket<Tally> ticket =
                batch.read(jail.table, Accused.client(client, jail.settings).key());
        return tallies.run(jail.table, batch)
                .thenApply(answers -> answers.get(ticket).map(Held::value));
    }

    /** Where this client is banned at its next failure because it guesses at an account together with others, in words. */
    public CompletionStage<List<String>> alerts(InetAddress client) {
        return AccountAlerts.of(client, jails, tallies, now());
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
