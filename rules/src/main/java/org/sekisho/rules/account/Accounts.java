package org.sekisho.rules.account;

import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of accounts. Answers fail with a {@link org.sekisho.state.StateException} where the store does. Thread-safe. */
public final class Accounts implements Acquaintance {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private final AccountBook book;
    private final Supplier<Nets> nets;
    private final Function<InetAddress, Login> login;
    private final Supplier<Instant> clock;

    /** @param clock tells the time in whole seconds */
    Accounts(AccountBook book, Supplier<Nets> nets, Function<InetAddress, Login> login, Supplier<Instant> clock) {
        this.book = book;
        this.nets = nets;
        this.login = login;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Familiarity> familiarity(String account, InetAddress client) {
        Nets present = nets.get();
        Login there = login.apply(client);
        return book.find(nets.get().settings.name(account))
                .thenApply(found ->
                        present.familiarity(found.orElseGet(() -> AccountRecord.beginning(there.time())), there));
    }

    @Override
    public CompletionStage<Familiarity> suspect(String account, InetAddress client, Suspicion suspicion) {
        Nets present = nets.get();
        Login there = login.apply(client);
        Suspicion exact = suspicion.inSeconds();
        return book.change(
                        nets.get().settings.name(account),
                        record -> isSuspect(present, record, there, exact)
                                ? record.suspecting(there, exact, present.settings.learning())
                                : record,
                        there.time())
                .handle((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("A suspect place of an account may become known to it: {}", failure.toString());
                    }
                    return client;
                })
                // A store that takes nothing may still tell where the account is at home.
                .thenCompose(suspected -> familiarity(account, suspected));
    }

    private static boolean isSuspect(Nets present, AccountRecord record, Login there, Suspicion suspicion) {
        Familiarity familiarity = present.familiarity(record, there);
        boolean seenBefore = record.home(there.place())
                .filter(home -> home.first().isBefore(suspicion.opened()))
                .isPresent();
        return !familiarity.isOwn() && (suspicion.reach() != Suspicion.Reach.UNSEEN || !seenBefore);
    }

    @Override
    public CompletionStage<Footing> footing(String account) {
        Nets present = nets.get();
        Instant now = clock.get();
        return find(account)
                .thenApply(found -> found.map(record -> record.footing(present.settings.learning(), now))
                        .orElse(Footing.NOWHERE));
    }

    @Override
    public CompletionStage<Void> concluded(String account, Outcome outcome, Instant since) {
        Instant now = clock.get();
        AccountSettings settings = nets.get().settings;
        // Records know whole seconds only.
        Instant from = since.truncatedTo(ChronoUnit.SECONDS);
        return book.change(
                settings.name(account), record -> record.concluded(outcome, from, settings.learning(), now), now);
    }

    /** Which account this name is, or this address, whose local part may be the name; empty if it is none that is known. */
    public CompletionStage<Optional<String>> named(String address) {
        return book.named(address, nets.get().settings::name);
    }

    /** Whether the place where this client is lies in a country that the account comes from. */
    public CompletionStage<Boolean> knowsCountry(String account, InetAddress client) {
        Nets present = nets.get();
        Login there = login.apply(client);
        return book.find(nets.get().settings.name(account))
                .thenApply(found -> found.filter(record -> present.knowsCountry(record, there))
                        .isPresent());
    }

    /** All that is known of one; empty if it has never logged in, or is forgotten. */
    public CompletionStage<Optional<AccountRecord>> find(String account) {
        return book.find(nets.get().settings.name(account));
    }

    /** Whether the account with this address, or with its local part as the name, has sent a message since then. */
    public CompletionStage<Boolean> hasSent(String address, Instant since) {
        return book.named(address, nets.get().settings::name)
                .thenCompose(known ->
                        known.map(book::find).orElseGet(() -> CompletableFuture.completedStage(Optional.empty())))
                .thenApply(found -> found.flatMap(AccountRecord::lastMessage)
                        .filter(last -> !last.isBefore(since))
                        .isPresent());
    }

    /** Those that have sent most this month, for operators; of very many accounts, not all are looked at. */
    public CompletionStage<Busiest> busiest(int most, Instant now) {
        return book.busiest(most, now);
    }

    /** An account with what it has done this month. */
    public record Busy(String account, long messages, long logins) {}

    /**
     * Those that have done most this month.
     *
     * @param looked how many accounts were looked at
     */
    public record Busiest(List<Busy> accounts, long looked) {
        static final Busiest NOBODY = new Busiest(List.of(), 0);

        public Busiest {
            accounts = List.copyOf(accounts);
        }

        Busiest and(List<Busy> others, int most) {
            List<Busy> first = Stream.concat(accounts.stream(), others.stream())
                    .filter(busy -> busy.messages > 0 || busy.logins > 0)
                    .sorted(Comparator.comparingLong(Busy::messages)
                            .thenComparing(Busy::logins)
                            .reversed())
                    .limit(most)
                    .toList();
            return new Busiest(first, looked + others.size());
        }
    }

    /** How many are known. */
    public long count() {
        return book.count();
    }
}
