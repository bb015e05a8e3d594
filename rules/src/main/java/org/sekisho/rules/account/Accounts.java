package org.sekisho.rules.account;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

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

    /** Whether the account with this address, or with its local part as the name, has sent a message since then. */
    public CompletionStage<Boolean> hasSent(String address, Instant since) {
        return book.named(nets.get().settings.name(address))
                .thenCompose(book::find)
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
