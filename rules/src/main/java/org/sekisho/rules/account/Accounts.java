package org.sekisho.rules.account;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is known of accounts. Answers fail with a {@link org.sekisho.state.StateException} where the store does. Thread-safe. */
public final class Accounts {
    private final AccountBook book;
    private final Supplier<Nets> nets;
    private final Function<InetAddress, Login> login;

    Accounts(AccountBook book, Supplier<Nets> nets, Function<InetAddress, Login> login) {
        this.book = book;
        this.nets = nets;
        this.login = login;
    }

    /** How well an account knows where this client is. */
    public CompletionStage<Familiarity> familiarity(String account, InetAddress client) {
        Nets present = nets.get();
        Login there = login.apply(client);
        return book.find(nets.get().settings.name(account))
                .thenApply(found ->
                        present.familiarity(found.orElseGet(() -> AccountRecord.beginning(there.time())), there));
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
