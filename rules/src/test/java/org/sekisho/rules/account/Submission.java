package org.sekisho.rules.account;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Policy;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.origin.Coordinates;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origin.AutonomousSystem;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.sekisho.testing.ManualTime;

/** A keeper at work among sessions that come through the engine from wherever a test says, and the alarms it raises. */
final class Submission {
    static final String HOME = "192.0.2.7";
    static final String TARO = "taro@example.jp";

    final ManualTime time;
    final StateStore store;
    final AccountKeeper keeper;
    final List<Alarm> alarms = new ArrayList<>();
    private final Map<String, Origin> origins = new HashMap<>();
    private final PolicyJudge judge;
    private int addresses;

    Submission() {
        this(new ManualTime());
    }

    private Submission(ManualTime time) {
        this(time, new MemoryStore(time));
    }

    Submission(ManualTime time, StateStore store) {
        this.time = time;
        this.store = store;
        Alarms told = new Alarms();
        told.observe(alarms::add);
        keeper = new AccountKeeper(
                store,
                time,
                address -> origins.getOrDefault(address.getHostAddress(), Origin.UNKNOWN),
                new byte[32],
                told);
        Policy policy = new Policy(
                Map.of(), List.of(keeper), Wishes.NONE, Policy.Terms.DEFAULTS, new References(new Random(1)), time);
        judge = new PolicyJudge(policy, trail -> {});
        origins.put(HOME, origin("JP", 4713, Optional.empty()));
    }

    /** A new address there, in a network of its own. */
    String at(String country, long system) {
        return at(country, system, Optional.empty());
    }

    String at(String country, long system, double latitude, double longitude) {
        return at(country, system, Optional.of(new Coordinates(latitude, longitude)));
    }

    private String at(String country, long system, Optional<Coordinates> place) {
        addresses++;
        String address = "198." + (18 + addresses / 250) + "." + addresses % 250 + ".1";
        origins.put(address, origin(country, system, place));
        return address;
    }

    private static Origin origin(String country, long system, Optional<Coordinates> place) {
        return new Origin(Optional.of(country), Optional.of(new AutonomousSystem(system, "")), place);
    }

    Submission pass(Duration duration) {
        time.advance(duration);
        return this;
    }

    /** Taro has logged in from home on each of the last twenty days. */
    Submission known() {
        for (int day = 0; day < 20; day++) {
            login(TARO, HOME).leaves();
            pass(Duration.ofDays(1));
        }
        return this;
    }

    /** The nets that have raised an alarm, in order. */
    List<String> nets() {
        return alarms.stream().map(Alarm::net).toList();
    }

    AccountRecord record() {
        return keeper.accounts().find(TARO).toCompletableFuture().join().orElseThrow();
    }

    Familiarity familiarity(String address) {
        return keeper.accounts()
                .familiarity(TARO, connection(address).client())
                .toCompletableFuture()
                .join();
    }

    /** One session of an account, with no recipients yet. */
    User login(String account, String address) {
        return new User(address).logsIn(account);
    }

    User login(String address) {
        return login(TARO, address);
    }

    User stranger(String address) {
        return new User(address);
    }

    /** One session. */
    final class User {
        private final Stage.Connection connection;
        private final Hearing hearing;
        private boolean authenticated;

        User(String address) {
            connection = connection(address);
            hearing = judge.open(connection);
        }

        User logsIn(String account) {
            authenticated = true;
            hearing.tell(new Happening.Authenticated(Optional.of(account), OptionalInt.of(7)));
            return this;
        }

        User sends(String... recipients) {
            return sends(1_000, recipients);
        }

        User sends(long octets, String... recipients) {
            return sends("taro@example.jp", octets, recipients);
        }

        User bounces(String recipient) {
            return sends("", 2_000, recipient);
        }

        User sends(String sender, long octets, String... recipients) {
            List<Mailbox> mailboxes = new ArrayList<>();
            for (String recipient : recipients) {
                mailboxes.add(mailbox(recipient));
            }
            Stage.AtData data = new Stage.AtData(
                    connection,
                    new Stage.Introduction("client.test", true, true, authenticated, Optional.empty()),
                    sender.isEmpty() ? ReversePath.NULL : ReversePath.of(mailbox(sender)),
                    mailboxes);
            hearing.tell(new Happening.MessageBegan(data));
            hearing.tell(new Happening.MessageEnded(data, Reply.of(250, "2.0.0", "Ok"), octets));
            return this;
        }

        User leaves() {
            hearing.tell(new Happening.Ended(Cause.CLIENT_LEFT, Duration.ofSeconds(1)));
            return this;
        }
    }

    private static Stage.Connection connection(String address) {
        try {
            // A literal is never looked up.
            return new Stage.Connection("test-1", "submission", true, InetAddress.getAllByName(address)[0], 40_000);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }

    private static Mailbox mailbox(String address) {
        int at = address.lastIndexOf('@');
        return new Mailbox(address, address.substring(0, at), address.substring(at + 1));
    }
}
