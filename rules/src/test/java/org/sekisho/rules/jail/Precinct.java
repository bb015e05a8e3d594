package org.sekisho.rules.jail;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.Source;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Policy;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.origin.Origins;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** A keeper at work among sessions that come through the engine, and a bailiff who writes down what he is told. */
final class Precinct implements Bailiff {
    static final Reply OK = Reply.of(250, "2.1.5", "Ok");
    static final Reply UNKNOWN = Reply.of(550, "5.1.1", "User unknown");
    static final Reply WRONG_PASSWORD = Reply.of(535, "5.7.8", "Authentication failed");

    final ManualTime time;
    final ZoneDns dns = new ZoneDns();
    /** Where clients are. */
    Origins origins = Origins.NONE;

    final JailKeeper keeper;
    /** Whom jails that enforce have banned, and whom the others would have. */
    final List<Ban> banned = new ArrayList<>();

    final List<Ban> wouldBan = new ArrayList<>();
    private final PolicyJudge judge;

    Precinct() {
        this(new ManualTime());
    }

    private Precinct(ManualTime time) {
        this(time, new MemoryStore(time));
    }

    Precinct(ManualTime time, StateStore store) {
        this.time = time;
        keeper = new JailKeeper(store, time, new Random(1), dns, address -> origins.of(address), new byte[32], this);
        Policy policy = new Policy(
                Map.of(), List.of(keeper), Wishes.NONE, Policy.Terms.DEFAULTS, new References(new Random(1)), time);
        judge = new PolicyJudge(policy, trail -> {});
    }

    /** One well-known jail, changed, that enforces. */
    Precinct with(String jail, Consumer<JailDraft> changes) {
        keeper.replace(new Jails(Map.of(
                jail,
                Jails.defaultsOf(jail).but(draft -> draft.mode = Mode.ENFORCE).but(changes))));
        return this;
    }

    Precinct with(String jail) {
        return with(jail, draft -> {});
    }

    @Override
    public CompletionStage<Void> ban(Ban ban, JailSettings jail) {
        boolean enforced = jail.mode() == Mode.ENFORCE;
        (enforced ? banned : wouldBan).add(ban);
        keeper.told(
                enforced
                        ? new BanEvent.Banned(ban, time.instant(), false)
                        : new BanEvent.WouldBan(ban, time.instant()));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public boolean holds(InetAddress client) {
        return banned.stream().anyMatch(ban -> ban.subject().contains(client) && ban.holdsAt(time.instant()));
    }

    /** Who is banned at this moment. */
    List<String> inForce() {
        return banned.stream()
                .filter(ban -> ban.holdsAt(time.instant()))
                .map(ban -> ban.subject().toString())
                .toList();
    }

    Precinct pass(Duration duration) {
        time.advance(duration);
        return this;
    }

    JailStatus status(String jail) {
        return keeper.status(jail).toCompletableFuture().join().orElseThrow();
    }

    Client from(String address) {
        return new Client(address);
    }

    /** One session. */
    final class Client {
        private final Stage.Connection connection;
        private final Hearing hearing;

        Client(String address) {
            connection = Cases.connection(address);
            hearing = judge.open(connection);
        }

        Client tell(Happening happening) {
            hearing.tell(happening);
            return this;
        }

        /** RCPT, and both what it says of the recipient and the reply. */
        Client rcpt(String recipient, Reply reply, Source source) {
            tell(new Happening.RecipientAnswered(at(recipient, false), reply, source));
            return reply.positive() ? this : tell(new Happening.Refused(reply));
        }

        Client rcpt(String recipient, Reply reply) {
            return rcpt(recipient, reply, Source.UPSTREAM);
        }

        Client unknown(String... recipients) {
            for (String recipient : recipients) {
                rcpt(recipient, UNKNOWN);
            }
            return this;
        }

        Client rcptOfUser(String recipient, Reply reply) {
            return tell(new Happening.RecipientAnswered(at(recipient, true), reply, Source.UPSTREAM));
        }

        Client guesses(String account, int passwordHash) {
            tell(new Happening.AuthenticationFailed(
                    "PLAIN",
                    Optional.of(account),
                    OptionalInt.of(passwordHash),
                    WRONG_PASSWORD,
                    Optional.of(Duration.ofMillis(1))));
            return tell(new Happening.Refused(WRONG_PASSWORD));
        }

        /** A message that is accepted. */
        Client sends(String recipient) {
            rcpt(recipient, OK);
            Stage.AtRcpt at = at(recipient, false);
            Stage.AtData data = new Stage.AtData(connection, at.introduction(), at.sender(), List.of(at.recipient()));
            tell(new Happening.MessageBegan(data));
            return tell(new Happening.MessageEnded(data, Reply.of(250, "2.0.0", "Ok"), 1_000));
        }

        Client leaves(Duration after) {
            return tell(new Happening.Ended(Cause.CLIENT_LEFT, after));
        }

        private Stage.AtRcpt at(String recipient, boolean authenticated) {
            Stage.Introduction introduction =
                    new Stage.Introduction("client.test", true, false, authenticated, Optional.empty());
            return new Stage.AtRcpt(
                    connection, introduction, ReversePath.of(mailbox("a@client.test")), mailbox(recipient));
        }
    }

    private static Mailbox mailbox(String address) {
        int at = address.lastIndexOf('@');
        return new Mailbox(address, address.substring(0, at), address.substring(at + 1));
    }
}
