package org.sekisho.benchmarks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Stage;
import org.sekisho.rules.account.AccountKeeper;
import org.sekisho.rules.account.Alarms;
import org.sekisho.rules.origin.Coordinates;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origin.AutonomousSystem;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.Change;
import org.sekisho.state.Held;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.StoreInFront;

/** One account that is learnt by the proxy's own code, and whose record and last login can be repeated for any other. */
final class SampleAccount {
    private static final String NAME = "taro@example.jp";
    private static final int SYSTEMS = 50;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ManualTime time = new ManualTime();
    private final Copied store = new Copied();
    private final AccountKeeper keeper =
            new AccountKeeper(store, time, SampleAccount::origin, new byte[32], new Alarms());

    /** Something that can be done for the account with that number. */
    @FunctionalInterface
    private interface Deed {
        CompletionStage<?> into(StateStore other, int number);
    }

    /** Remembers what was written last of the account. */
    private static final class Copied extends StoreInFront {
        private @Nullable Deed copy;
        private @Nullable Deed change;
        private int octets;

        Copied() {
            super(new MemoryStore(new ManualTime()));
        }

        @Override
        public <T> CompletionStage<Optional<Held<T>>> update(
                Table<T> table, String key, String owner, Change<T> what, Duration limit) {
            CompletionStage<Optional<Held<T>>> done = super.update(table, key, owner, what, limit);
            if (table.name().equals("accounts")) {
                Held<T> held = done.toCompletableFuture().join().orElseThrow();
                octets = table.codec().encode(held.value()).length;
                copy = (other, number) -> other.update(table, name(number), "", before -> Optional.of(held), LIMIT);
                change = (other, number) -> other.update(table, name(number), "", what, LIMIT);
            }
            return done;
        }
    }

    /** Sixty days with a home and an office, and now and then a phone whose carrier gives it another address each time. */
    static SampleAccount ordinary() {
        SampleAccount account = new SampleAccount();
        for (int day = 0; day < 60; day++) {
            account.session(0, 1);
            account.time.advance(Duration.ofHours(12));
            account.session(1, 1);
            account.time.advance(Duration.ofHours(12));
            if (day % 10 == 0) {
                account.session(2 + SYSTEMS * day, 0);
            }
        }
        account.session(0, 0);
        return account;
    }

    /** Ten logins a day, each from somewhere else, for ten weeks. */
    static SampleAccount full() {
        SampleAccount account = new SampleAccount();
        for (int session = 0; session < 700; session++) {
            account.session(session, 2);
            account.time.advance(Duration.ofMinutes(144));
        }
        account.session(0, 0);
        return account;
    }

    /** How long its record is. */
    int octets() {
        return store.octets;
    }

    /** Writes its record under the name of another account. */
    CompletionStage<?> copy(StateStore other, int number) {
        return deed(store.copy).into(other, number);
    }

    /** That account logs in as this one did last: its record is read, looked at by all nets, and written. */
    CompletionStage<?> login(StateStore other, int number) {
        return deed(store.change).into(other, number);
    }

    private static Deed deed(@Nullable Deed deed) {
        if (deed == null) {
            throw new IllegalStateException("The account has not been learnt");
        }
        return deed;
    }

    /** In an order unlike that of the numbers. */
    private static String name(int number) {
        return Integer.toHexString(Integer.reverse(number)) + ".family@example.jp";
    }

    private void session(int place, int messages) {
        Stage.Connection connection = new Stage.Connection("bench", "submission", true, client(place), 40_000);
        Case file = new Case(connection);
        keeper.learn(new Happening.Authenticated(Optional.of(NAME), OptionalInt.of(7)), file);
        Mailbox mailbox = new Mailbox(NAME, "taro", "example.jp");
        Stage.AtData data = new Stage.AtData(
                connection,
                new Stage.Introduction("client.example", true, true, true, Optional.of(NAME)),
                ReversePath.of(mailbox),
                List.of(mailbox));
        for (int i = 0; i < messages; i++) {
            keeper.learn(new Happening.MessageEnded(data, Reply.of(250, "2.0.0", "Ok"), 40_000), file);
        }
        keeper.learn(new Happening.Ended(Cause.QUIT, Duration.ofSeconds(5)), file);
    }

    /** The place is in the second octet, so that origins can be told from addresses. */
    private static InetAddress client(int place) {
        try {
            return InetAddress.getByAddress(new byte[] {10, (byte) (place % SYSTEMS), (byte) (place / SYSTEMS), 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four octets are an address", e);
        }
    }

    private static Origin origin(InetAddress client) {
        int place = client.getAddress()[1];
        List<String> countries = new ArrayList<>(List.of("JP", "JP", "JP"));
        for (char letter = 'A'; countries.size() < SYSTEMS; letter++) {
            countries.add("Q" + letter);
        }
        return new Origin(
                Optional.of(countries.get(place)),
                Optional.of(new AutonomousSystem(4_200_000_000L + place, "")),
                Optional.of(new Coordinates(35.7 - place, 139.7 - place)));
    }
}
