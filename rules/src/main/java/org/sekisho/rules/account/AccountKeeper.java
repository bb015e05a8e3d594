package org.sekisho.rules.account;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Slot;
import org.sekisho.policy.Stage;
import org.sekisho.rules.KeyedHash;
import org.sekisho.rules.limits.LiveSessions;
import org.sekisho.rules.origin.Coordinates;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origins;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns what accounts do, and raises an alarm when a net catches one. Only sessions that have authenticated count, and
 * bounces. One for a program, whatever policies come and go. Thread-safe.
 *
 * <p>With a store that fails, what happens meanwhile is not learnt, and no net but those of this node's memory catches
 * anything: nobody is taken for a thief because a disk is full.
 */
public final class AccountKeeper implements Learner {
    private static final Logger LOG = LoggerFactory.getLogger(AccountKeeper.class);
    private static final Slot<Optional<Session>> SLOT = new Slot<>(Optional::empty);
    private static final double TENTHS = 10;

    private final InstantSource clock;
    private final Origins origins;
    private final KeyedHash hash;
    private final Alarms alarms;
    private final LiveSessions live = new LiveSessions();
    private final AccountBook book;
    private final Bounces bounces;
    private final SharedOrigins shared;
    private final Atlas atlas = Atlas.shipped();
    private final Clientele clientele = new Clientele();
    private final AccountStatistics statistics;
    private volatile Nets nets = new Nets(AccountSettings.DEFAULTS, atlas, clientele);

    /** A session that has authenticated. */
    private record Session(
            String account, Login login, Origin origin, OptionalInt passwordHash, LiveSessions.Lease lease) {}

    /**
     * With the default settings, until {@link #replace}.
     *
     * @param origins tells where clients are
     * @param key for hashes of addresses; the same on all nodes and from one run to the next
     * @param alarms is told of every alarm
     */
    public AccountKeeper(StateStore store, InstantSource clock, Origins origins, byte[] key, Alarms alarms) {
        this.clock = clock;
        this.origins = origins;
        this.alarms = alarms;
        hash = new KeyedHash(key);
        book = new AccountBook(store);
        bounces = new Bounces(store);
        shared = new SharedOrigins(store);
        statistics = new AccountStatistics(store, clock);
    }

    /** What is kept of accounts under these settings. */
    public static List<Table<?>> tables(AccountSettings settings) {
        return List.of(AccountBook.table(settings.most()), Bounces.TABLE, SharedOrigins.TABLE, AccountStatistics.TABLE);
    }

    /** Puts these settings in place of the present ones. What was learnt stays. */
    public void replace(AccountSettings settings) {
        nets = new Nets(settings, atlas, clientele);
        book.hold(settings.most());
    }

    /** What is known of accounts, for rules and operators. */
    public Accounts accounts() {
        return new Accounts(book, () -> nets, this::login, this::now);
    }

    /** How much is sent, from where. */
    public AccountStatistics statistics() {
        return statistics;
    }

    @Override
    public void learn(Happening happening, Case file) {
        if (happening instanceof Happening.Authenticated authenticated) {
            authenticated.account().map(this::name).ifPresent(account -> {
                file.in(SLOT).ifPresent(before -> before.lease.end());
                loggedIn(account, authenticated.passwordHash(), file);
            });
        } else if (happening instanceof Happening.MessageEnded ended
                && ended.reply().positive()) {
            sent(ended, file);
        } else if (happening instanceof Happening.Ended) {
            file.in(SLOT).ifPresent(session -> session.lease.end());
        }
    }

    /** How an account is known, however it is spelled. */
    public String name(String written) {
        return nets.settings.name(written);
    }

    /** A login from there, now. */
    private Login login(InetAddress client) {
        Origin origin = origins.of(client);
        int network = hash.of(Nets.network(client).toString());
        int address = hash.of(Nets.address(client).toString());
        return new Login(
                now(),
                Place.of(origin, network),
                origin.place().map(AccountKeeper::rounded),
                network,
                address,
                nets.tells(client, origin));
    }

    private static Coordinates rounded(Coordinates exact) {
        return new Coordinates(
                Math.round(exact.latitude() * TENTHS) / TENTHS, Math.round(exact.longitude() * TENTHS) / TENTHS);
    }

    private void loggedIn(String account, OptionalInt passwordHash, Case file) {
        InetAddress client = file.connection().client();
        Origin origin = origins.of(client);
        LiveSessions.Lease lease = live.open(file);
        int sessions = lease.countAs(account);
        Session session = new Session(account, login(client), origin, passwordHash, lease);
        file.put(SLOT, Optional.of(session));
        Nets present = nets;
        AccountBook.Arriving arriving = new AccountBook.Arriving(present, session.login, sessions);
        book.update(account, arriving)
                .thenAccept(record -> {
                    statistics.login(record.month());
                    arriving.hits().forEach(hit -> alarm(hit, session, client));
                    crowd(present, session, arriving.familiarity(), client);
                })
                .whenComplete(AccountKeeper::logged);
    }

    /** Counts who else is new at this address. */
    private void crowd(Nets present, Session session, Familiarity familiarity, InetAddress client) {
        if (present.settings.sharedOrigin().mode() != Mode.OFF && session.login.tells() != Login.Tells.OURS) {
            int who = hash.of("account " + session.account);
            shared.arrived(session.login, who, familiarity, present.settings.sharedOrigin())
                    .thenAccept(hit -> hit.ifPresent(caught -> alarmOnce(present, caught, session, client)))
                    .whenComplete(AccountKeeper::logged);
        }
    }

    /** For a hit that was not found with the account's record in hand. */
    private void alarmOnce(Nets present, Hit hit, Session session, InetAddress client) {
        AccountBook.Marking marking = new AccountBook.Marking(present, hit, session.login.time());
        book.update(session.account, marking)
                .thenAccept(record -> {
                    if (marking.due()) {
                        alarm(hit, session, client);
                    }
                })
                .whenComplete(AccountKeeper::logged);
    }

    private void sent(Happening.MessageEnded ended, Case file) {
        Stage.AtData at = ended.at();
        Optional<Session> sender = file.in(SLOT);
        if (sender.isPresent()) {
            Session session = sender.get();
            Amount amount = new Amount(1, at.recipients().size(), ended.octets());
            AccountBook.Sending sending = new AccountBook.Sending(nets, session.login, amount, now());
            book.update(session.account, sending)
                    .thenAccept(record -> {
                        statistics.message(record.month(), session.origin.country());
                        if (sending.isFirst() && session.login.tells() != Login.Tells.OURS) {
                            clientele.sent(session.login.area(), now());
                        }
                        sending.hits()
                                .forEach(hit ->
                                        alarm(hit, session, file.connection().client()));
                    })
                    .whenComplete(AccountKeeper::logged);
        } else if (at.sender().mailbox().isEmpty() && at.recipients().size() == 1) {
            bounced(at.recipients().get(0).written(), file.connection());
        }
    }

    /** A message without a sender for one recipient: a bounce, or what pretends to be one. */
    private void bounced(String recipient, Stage.Connection connection) {
        AccountSettings.Count settings = nets.settings.bounces();
        if (settings.mode() == Mode.OFF) {
            return;
        }
        InetAddress client = connection.client();
        String address = name(recipient);
        Instant now = now();
        bounces.arrived(hash.of(address), connection.network(), settings, now)
                .thenAccept(caught -> caught.ifPresent(hit -> book.named(recipient, this::name)
                        .thenAccept(known -> known.ifPresent(account -> flooded(account, hit, client, now)))
                        .whenComplete(AccountKeeper::logged)))
                .whenComplete(AccountKeeper::logged);
    }

    private void flooded(String account, Hit hit, InetAddress client, Instant now) {
        AccountBook.Marking marking = new AccountBook.Marking(nets, hit, now);
        book.update(account, marking)
                .thenAccept(record -> {
                    if (marking.due()) {
                        alarms.told(new Alarm(
                                account,
                                hit.net(),
                                hit.score(),
                                now,
                                client,
                                origins.of(client),
                                hit.because(),
                                hit.evidence(),
                                OptionalInt.empty()));
                    }
                })
                .whenComplete(AccountKeeper::logged);
    }

    private void alarm(Hit hit, Session session, InetAddress client) {
        alarms.told(new Alarm(
                session.account,
                hit.net(),
                hit.score(),
                now(),
                client,
                session.origin,
                hit.because(),
                List.copyOf(hit.evidence()),
                session.passwordHash));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static void logged(Object result, Throwable failure) {
        if (failure != null) {
            LOG.warn("What an account did was not learnt: {}", failure.toString());
        }
    }
}
