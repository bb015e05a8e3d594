package org.sekisho.rules.recipients;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.settings.Network;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.state.Batch;
import org.sekisho.state.Batch.Ticket;
import org.sekisho.state.Change;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/**
 * What the mail server has said about recipients. Its newest answer wins; everything expires; the tables are bounded, and
 * each network of clients has a quota in them (R8). Thread-safe.
 */
public final class RecipientMemory {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    /** For what is learnt nobody waits: a store that is late takes it late. */
    private static final Duration LEARNING_LIMIT = Duration.ofSeconds(10);

    /** An answer that is heard again is written again only when an eighth of its time has passed. */
    private static final int STALE = 8;

    private final RecipientSettings settings;
    private final List<ReplyClass> unknown;
    private final List<ReplyClass> alsoUnknown;
    private final StateStore state;
    private final InstantSource clock;
    private final Table<Remembered> recipients;
    private final Table<KnownDomain> domains;
    private final Table<Guesses> guesses;

    public RecipientMemory(RecipientSettings settings, StateStore state, InstantSource clock) {
        this.settings = settings;
        this.state = state;
        this.clock = clock;
        unknown = ReplyClass.parse("unknown", settings.unknown());
        alsoUnknown = ReplyClass.parse("alsoUnknown", settings.alsoUnknown());
        int most = settings.records();
        int quota = settings.recordsPerNetwork();
        recipients = Table.learned("recipients", Remembered.CODEC, most, quota, Remembered.MOST_OCTETS);
        domains = Table.learned("recipient-domains", KnownDomain.CODEC, most, quota, KnownDomain.MOST_OCTETS);
        guesses = Table.learned("recipient-guesses", Guesses.CODEC, most, 0, Guesses.MOST_OCTETS);
    }

    // For operators

    /** What it is kept in. */
    public List<Table<?>> tables() {
        return List.of(Generations.TABLE, recipients, domains, guesses);
    }

    /** How much is remembered: records may count until they are swept although they have expired. */
    public record Stats(long recipients, long mostRecipients, long domains, long guessingNetworks) {}

    public Stats stats() {
        return new Stats(state.count(recipients), settings.records(), state.count(domains), state.count(guesses));
    }

    /** What is remembered of one address, given without angle brackets. */
    public CompletionStage<Optional<Held<Remembered>>> find(String address) {
        RecipientKey key = key(address);
        Batch batch = new Batch();
        Ticket<Long> generation = batch.read(Generations.TABLE, key.domain());
        Ticket<Remembered> answer = batch.read(recipients, key.text());
        return state.run(batch, LIMIT)
                .thenApply(
                        found -> seen(found.get(answer), found.get(generation)).current());
    }

    private static Seen seen(Optional<Held<Remembered>> answer, Optional<Held<Long>> generation) {
        return new Seen(answer, Generations.of(generation));
    }

    /** Forgets one address; says how many records that was. */
    public CompletionStage<Integer> purgeAddress(String address) {
        String key = key(address).text();
        return find(address)
                .thenCompose(found -> state.update(recipients, key, "", gone -> Optional.empty(), LIMIT)
                        .thenApply(unused -> found.isPresent() ? 1 : 0));
    }

    /**
     * Forgets all addresses of a domain, on all nodes: whoever asks from then on does not find them. Their records stay until
     * they expire or are learnt anew.
     */
    public CompletionStage<?> purgeDomain(String domain) {
        if (!domain.matches("[^@\\s]+")) {
            throw new IllegalArgumentException("'@" + domain + "' is not a domain, such as @example.org");
        }
        String key = RecipientKey.domain(domain);
        Change<Long> next = Generations.next(now(), settings.longest());
        Batch batch = new Batch();
        batch.update(Generations.TABLE, key, "", next);
        batch.update(domains, key, "", gone -> Optional.empty());
        return state.run(batch, LIMIT);
    }

    /** Forgets everything about recipients, and who guessed them; says how many recipients that was. */
    public CompletionStage<Integer> purgeAll() {
        return new Purge<>(state, domains)
                .begin()
                .thenCompose(unused -> new Purge<>(state, guesses).begin())
                .thenCompose(unused -> new Purge<>(state, recipients).begin());
    }

    private RecipientKey key(String address) {
        return RecipientKey.parse(address, settings.foldCase());
    }

    // For the check

    RecipientKey key(Mailbox recipient) {
        return RecipientKey.of(recipient, settings.foldCase());
    }

    /**
     * All that is known when a recipient comes.
     *
     * @param answer the mail server's newest
     * @param takesAll whether every recipient of its domain is taken, as far as is known
     * @param guesses what the client's network has tried of late
     */
    record Recalled(Optional<Held<Remembered>> answer, boolean takesAll, Optional<Guesses> guesses) {
        boolean known() {
            return answer.map(held -> held.value().exists()).orElse(takesAll);
        }

        boolean unknown() {
            return answer.filter(held -> !held.value().exists()).isPresent();
        }
    }

    CompletionStage<Recalled> recall(RecipientKey key, String network) {
        Batch batch = new Batch();
        Ticket<Long> generation = batch.read(Generations.TABLE, key.domain());
        Ticket<Remembered> answer = batch.read(recipients, key.text());
        Ticket<KnownDomain> domain = batch.read(domains, key.domain());
        Ticket<Guesses> tried = batch.read(guesses, network);
        return state.run(batch, LIMIT)
                .thenApply(found -> new Recalled(
                        seen(found.get(answer), found.get(generation)).current(),
                        found.get(domain).filter(this::takesAll).isPresent(),
                        found.get(tried).map(Held::value)));
    }

    private boolean takesAll(Held<KnownDomain> domain) {
        return domain.value().takesAll(settings.catchAll());
    }

    // Learning

    /** Whether a reply means that there is no such recipient; what else is refused says nothing about it (R3). */
    boolean meansUnknown(Reply reply) {
        return timeOfUnknown(reply).isPresent();
    }

    private Optional<Duration> timeOfUnknown(Reply reply) {
        if (unknown.stream().anyMatch(kind -> kind.matches(reply))) {
            return Optional.of(settings.unknownFor());
        }
        return alsoUnknown.stream().anyMatch(kind -> kind.matches(reply))
                ? Optional.of(settings.alsoUnknownFor())
                : Optional.empty();
    }

    /** The mail server has answered; done when that is remembered. */
    CompletionStage<?> learn(RecipientKey key, Reply reply, String network) {
        if (reply.positive()) {
            return taken(key, network);
        }
        Optional<Duration> time = timeOfUnknown(reply);
        return time.isPresent() ? refused(key, time.get(), network) : CompletableFuture.completedStage(reply);
    }

    private CompletionStage<?> refused(RecipientKey key, Duration time, String network) {
        return state.read(Generations.TABLE, key.domain(), LEARNING_LIMIT)
                .thenCompose(found -> refused(key, time, Generations.of(found), network));
    }

    private CompletionStage<?> refused(RecipientKey key, Duration time, long generation, String network) {
        Instant now = now();
        Batch batch = new Batch();
        batch.update(
                recipients,
                key.text(),
                network,
                was -> Optional.of(new Held<>(new Remembered(false, now, generation), now.plus(time))));
        batch.update(domains, key.domain(), network, was -> domain(was, new KnownDomain(0, true, now)));
        return state.run(batch, LEARNING_LIMIT);
    }

    private CompletionStage<?> taken(RecipientKey key, String network) {
        Batch batch = new Batch();
        Ticket<Long> generation = batch.read(Generations.TABLE, key.domain());
        Ticket<Remembered> answer = batch.read(recipients, key.text());
        Ticket<KnownDomain> domain = batch.read(domains, key.domain());
        return state.run(batch, LEARNING_LIMIT).thenCompose(found -> {
            boolean whole = found.get(domain).filter(this::takesAll).isPresent();
            Seen seen = seen(found.get(answer), found.get(generation));
            return state.run(whole ? takenWithDomain(key, seen, network) : taken(key, seen, network), LEARNING_LIMIT);
        });
    }

    private Batch taken(RecipientKey key, Seen seen, String network) {
        Instant now = now();
        Batch batch = new Batch();
        batch.update(
                recipients,
                key.text(),
                network,
                was -> seen.current(was)
                        .filter(held ->
                                held.value().exists() && fresh(held.value().since(), now))
                        .or(() -> seen.newer(was))
                        .or(() -> Optional.of(new Held<>(
                                new Remembered(true, now, seen.generation()), now.plus(settings.knownFor())))));
        if (!seen.known() && settings.catchAll() > 0) {
            batch.update(
                    domains,
                    key.domain(),
                    network,
                    was -> was.filter(held -> held.value().refuses()).or(() -> Optional.of(oneMore(was, now))));
        }
        return batch;
    }

    /** Counted from the first one on, so that recipients who come back every other week are not counted for ever. */
    private Held<KnownDomain> oneMore(Optional<Held<KnownDomain>> was, Instant now) {
        int before = was.map(held -> held.value().taken()).orElse(0);
        Instant expires = was.map(Held::expires).orElse(now.plus(settings.knownFor()));
        return new Held<>(new KnownDomain(before + 1, false, now), expires);
    }

    /** One record stands for all recipients of the domain; an older refusal of this one has been overtaken. */
    private Batch takenWithDomain(RecipientKey key, Seen seen, String network) {
        Instant now = now();
        Batch batch = new Batch();
        batch.update(
                recipients,
                key.text(),
                network,
                was -> was.filter(held -> held.value().exists()).or(() -> seen.newer(was)));
        batch.update(
                domains,
                key.domain(),
                network,
                was -> domain(
                        was,
                        was.map(held -> new KnownDomain(
                                        held.value().taken(), held.value().refuses(), now))
                                .orElse(new KnownDomain(1, false, now))));
        return batch;
    }

    /** The domain's record lives on for as long as its recipients' do. */
    private Optional<Held<KnownDomain>> domain(Optional<Held<KnownDomain>> was, KnownDomain news) {
        boolean same = was.map(Held::value)
                .filter(old -> old.taken() == news.taken() && old.refuses() == news.refuses())
                .filter(old -> fresh(old.since(), news.since()))
                .isPresent();
        return same ? was : Optional.of(new Held<>(news, news.since().plus(settings.knownFor())));
    }

    private boolean fresh(Instant since, Instant now) {
        return since.plus(settings.knownFor().dividedBy(STALE)).isAfter(now);
    }

    /** A client has tried a recipient that does not exist. */
    CompletionStage<?> guessed(RecipientKey key, String network) {
        Instant now = now();
        Change<Guesses> change =
                was -> Optional.of(was.map(held -> new Held<>(held.value().and(key), held.expires()))
                        .orElseGet(() -> new Held<>(Guesses.first(key, now), now.plus(Guesses.PERIOD))));
        return state.update(guesses, network, network, change, LEARNING_LIMIT);
    }

    /** What the clients of an address's network have tried within a day, in words. */
    public CompletionStage<Optional<String>> guessesOf(InetAddress client) {
        return state.read(guesses, Network.neighbourhood(client), LIMIT)
                .thenApply(found -> found.map(held -> held.value().toString()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
