package org.sekisho.rules.account;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
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
        return book.find(AccountKeeper.name(account))
                .thenApply(found ->
                        present.familiarity(found.orElseGet(() -> AccountRecord.beginning(there.time())), there));
    }

    @Override
    public CompletionStage<Familiarity> suspect(String account, InetAddress client, Instant unseenBefore) {
        Nets present = nets.get();
        Login there = login.apply(client);
        return book.change(
                        AccountKeeper.name(account),
                        record -> isSuspect(present, record, there, unseenBefore) ? record.suspecting(there) : record,
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

    private static boolean isSuspect(Nets present, AccountRecord record, Login there, Instant unseenBefore) {
        Familiarity familiarity = present.familiarity(record, there);
        return (familiarity == Familiarity.NEW || familiarity == Familiarity.LEARNING)
                && record.home(there.place())
                        .filter(home -> home.first().isBefore(unseenBefore))
                        .isEmpty();
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
    public CompletionStage<Void> concluded(String account, boolean acquitted) {
        Instant now = clock.get();
        return book.change(AccountKeeper.name(account), record -> record.concluded(acquitted, now), now);
    }

    /** Which account this name is, or this address, whose local part may be the name; empty if it is none that is known. */
    public CompletionStage<Optional<String>> named(String address) {
        return book.named(AccountKeeper.name(address));
    }

    /** Whether the place where this client is lies in a country that the account comes from. */
    public CompletionStage<Boolean> knowsCountry(String account, InetAddress client) {
        Nets present = nets.get();
        Login there = login.apply(client);
        return book.find(AccountKeeper.name(account))
                .thenApply(found -> found.filter(record -> present.knowsCountry(record, there))
                        .isPresent());
    }

    /** All that is known of one; empty if it has never logged in, or is forgotten. */
    public CompletionStage<Optional<AccountRecord>> find(String account) {
        return book.find(AccountKeeper.name(account));
    }

    /**
     * Those that have sent most in their latest month, for operators; of very many accounts, not all are looked at.
     */
    public CompletionStage<List<Busy>> busiest(int most) {
        return book.busiest(most);
    }

    /** An account with what it did in its latest month. */
    public record Busy(String account, long messages, long logins) {}

    /** How many are known. */
    public long count() {
        return book.count();
    }
}
