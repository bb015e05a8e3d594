package org.sekisho.rules.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.sekisho.state.Batch;
import org.sekisho.state.Change;
import org.sekisho.state.Held;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/**
 * The records of all accounts, in the store. The longest unused is forgotten first. Only who has authenticated has one, so
 * that strangers cannot fill it.
 */
final class AccountBook {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final int PAGE = 1_000;
    private static final int MOST_PAGES = 100;

    private final StateStore store;
    private volatile Table<AccountRecord> table = table(AccountSettings.DEFAULTS.most());

    AccountBook(StateStore store) {
        this.store = store;
    }

    static Table<AccountRecord> table(int most) {
        return Table.learned("accounts", new AccountCodec(), most, 0, AccountRecord.MOST_OCTETS);
    }

    /** Holds so many from now on. */
    void hold(int most) {
        table = table(most);
    }

    CompletionStage<Optional<AccountRecord>> find(String account) {
        return store.read(table, account, LIMIT).thenApply(held -> held.map(Held::value));
    }

    long count() {
        return store.count(table);
    }

    /** Fails where the store does. */
    CompletionStage<AccountRecord> update(String account, Change<AccountRecord> change) {
        return store.update(table, account, "", change, LIMIT)
                .thenApply(held -> held.map(Held::value)
                        .orElseThrow(() -> new StateException("The store has not taken an account's record")));
    }

    /** Changes what is known of one; does nothing if nothing is. */
    CompletionStage<Void> change(String account, UnaryOperator<AccountRecord> how, Instant now) {
        return store.update(table, account, "", held -> held.flatMap(each -> kept(how.apply(each.value()), now)), LIMIT)
                .thenAccept(held -> {});
    }

    /** Of the first {@value #PAGE} times {@value #MOST_PAGES} in the order of their keys. */
    CompletionStage<Accounts.Busiest> busiest(int most, Instant now) {
        return busiest(most, now, "", Accounts.Busiest.NOBODY, MOST_PAGES);
    }

    private CompletionStage<Accounts.Busiest> busiest(
            int most, Instant now, String after, Accounts.Busiest sofar, int pages) {
        return store.walk(table, after, PAGE).thenCompose(page -> {
            Accounts.Busiest busiest = sofar.and(
                    page.entries().stream()
                            .map(entry -> busy(
                                    entry.key(), entry.held().value().month().at(now)))
                            .toList(),
                    most);
            return page.more() && pages > 1
                    ? busiest(
                            most,
                            now,
                            page.entries().get(page.entries().size() - 1).key(),
                            busiest,
                            pages - 1)
                    : CompletableFuture.completedStage(busiest);
        });
    }

    private static Accounts.Busy busy(String account, AccountRecord.Month month) {
        return new Accounts.Busy(account, month.messages(), month.logins());
    }

    /**
     * Which account an address is: one of that name, or of its local part; empty if there is none.
     *
     * @param names how accounts are known
     */
    CompletionStage<Optional<String>> named(String written, UnaryOperator<String> names) {
        int at = written.lastIndexOf('@');
        String address = names.apply(written);
        String localPart = at < 0 ? address : names.apply(written.substring(0, at));
        Batch batch = new Batch();
        Batch.Ticket<AccountRecord> whole = batch.read(table, address);
        Batch.Ticket<AccountRecord> local = batch.read(table, localPart);
        return store.run(batch, LIMIT)
                .thenApply(found -> found.get(whole)
                        .map(record -> address)
                        .or(() -> found.get(local).map(record -> localPart)));
    }

    /** A login, and what the nets have made of it. May run more than once: the last run counts. */
    static final class Arriving implements Change<AccountRecord> {
        private final Nets nets;
        private final Login login;
        private final int sessions;
        private volatile List<Hit> hits = List.of();
        private volatile Familiarity familiarity = Familiarity.LEARNING;

        Arriving(Nets nets, Login login, int sessions) {
            this.nets = nets;
            this.login = login;
            this.sessions = sessions;
        }

        @Override
        public Optional<Held<AccountRecord>> apply(Optional<Held<AccountRecord>> now) {
            AccountRecord before = now.map(Held::value).orElseGet(() -> AccountRecord.beginning(login.time()));
            Arrival arrival = nets.arrival(before, login, sessions);
            List<Hit> found = nets.look(arrival);
            hits = found;
            familiarity = arrival.familiarity();
            return kept(arrival.account().told(keys(found), login.time(), false), login.time());
        }

        List<Hit> hits() {
            return hits;
        }

        Familiarity familiarity() {
            return familiarity;
        }
    }

    /** A message, and what the nets have made of it. */
    static final class Sending implements Change<AccountRecord> {
        private final Nets nets;
        private final Login login;
        private final Amount amount;
        private final Instant time;
        private volatile List<Hit> hits = List.of();
        private volatile boolean first;

        /** @param login whose session it was sent in */
        Sending(Nets nets, Login login, Amount amount, Instant time) {
            this.nets = nets;
            this.login = login;
            this.amount = amount;
            this.time = time;
        }

        @Override
        public Optional<Held<AccountRecord>> apply(Optional<Held<AccountRecord>> now) {
            AccountRecord before = now.map(Held::value).orElseGet(() -> AccountRecord.beginning(time));
            Familiarity familiarity = nets.familiarity(before, login);
            Standing standing = nets.standing(before, familiarity, login);
            AccountRecord after = before.and(amount, standing, time);
            first = familiarity != Familiarity.NEW && after.usage().inDay().messages() == amount.messages();
            List<Hit> found = nets.look(after, standing, time);
            hits = found;
            return kept(
                    found.isEmpty()
                            ? after
                            : after.told(keys(found), time, found.stream().anyMatch(Hit::sure)),
                    time);
        }

        List<Hit> hits() {
            return hits;
        }

        /** Whether it is the account's first of the day, and not from a place that is new to it. */
        boolean isFirst() {
            return first;
        }
    }

    /** That a net which looks at more than one account is to raise an alarm for this one. */
    static final class Marking implements Change<AccountRecord> {
        private final Nets nets;
        private final Hit hit;
        private final Instant time;
        private volatile boolean due;

        Marking(Nets nets, Hit hit, Instant time) {
            this.nets = nets;
            this.hit = hit;
            this.time = time;
        }

        @Override
        public Optional<Held<AccountRecord>> apply(Optional<Held<AccountRecord>> now) {
            AccountRecord before = now.map(Held::value).orElseGet(() -> AccountRecord.beginning(time));
            due = nets.isDue(before, hit, time);
            return kept(due ? before.told(List.of(hit.key()), time, false) : before, time);
        }

        boolean due() {
            return due;
        }
    }

    private static Optional<Held<AccountRecord>> kept(AccountRecord account, Instant now) {
        return Optional.of(new Held<>(account, account.expires(now)));
    }

    private static List<String> keys(List<Hit> hits) {
        return hits.stream().map(Hit::key).toList();
    }
}
