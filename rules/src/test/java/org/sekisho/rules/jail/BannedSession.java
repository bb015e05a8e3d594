package org.sekisho.rules.jail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekisho.policy.Case;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Judgement;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.NoBuckets;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.allow.Allow;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.hold.HeldConnections;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SwitchedStore;
import org.sekisho.testing.ZoneDns;

/** One session before the rules allow and bans at every point, and one behind them that looks recipients up. */
final class BannedSession {
    record Unset() {}

    final ManualTime time = new ManualTime();
    private final SwitchedStore store = new SwitchedStore(new MemoryStore(time));
    private final Tools tools =
            new Tools(time, new Random(1), new ZoneDns(), store, NoBuckets.HERE, new Self("mx.example.org", Set.of()));
    final BanList banList = tools.banList();
    final AllowList allowList = tools.allowList();
    private final AtomicInteger lookUps = new AtomicInteger();
    private final Policy policy = policy();
    private final Case file;
    private Optional<String> account = Optional.empty();
    private Mailbox recipient = mailbox("bob@example.org");

    BannedSession(String client) {
        file = Cases.from(client);
    }

    private Policy policy() {
        RuleType<Stage.AtRcpt, Unset> looking = RuleType.of(
                "looking",
                "Is there such a recipient?",
                Stage.AtRcpt.class,
                new Unset(),
                Dependence.NOTHING,
                (settings, unused) -> Defence.of(Stage.AtRcpt.class, (at, inquiry) -> {
                    lookUps.incrementAndGet();
                    return CompletableFuture.completedStage(Finding.pass("there is"));
                }));
        Map<Point, List<String>> order = new HashMap<>();
        for (Point point : Point.values()) {
            order.put(point, List.of("allow", "bans"));
        }
        order.put(Point.RECIPIENT, List.of("bans", "looking"));
        Map<String, Placement<?, ?>> placements = Map.of(
                "allow",
                Placement.of(Allow.TYPE, Mode.ENFORCE),
                "bans",
                Placement.of(Bans.TYPE, Mode.ENFORCE),
                "looking",
                Placement.of(looking, Mode.ENFORCE));
        return new RuleSet(order, placements, Wishes.NONE, Policy.Terms.DEFAULTS)
                .policy(tools, new References(new Random(1)), time);
    }

    void account(String name) {
        account = Optional.of(name);
    }

    void recipient(String address) {
        recipient = mailbox(address);
    }

    void killStore() {
        store.becomes(new DeadStore());
    }

    int lookUps() {
        return lookUps.get();
    }

    HeldConnections held() {
        return tools.holding().connections();
    }

    void tell(Happening happening) {
        new BanTarpit(held()).learn(happening, file);
    }

    Decision decide(Point point) {
        return judge(point).decision();
    }

    Judgement judge(Point point) {
        return policy.decide(stage(point), file)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** A jail begins to make up its mind about the client. */
    void tried(CompletableFuture<Void> trial) {
        file.in(Conduct.SLOT).awaits(trial);
    }

    CompletableFuture<Judgement> later(Point point) {
        return policy.decide(stage(point), file).toCompletableFuture();
    }

    Judgement explain(Point point) {
        return policy.explain(stage(point), file)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private Stage stage(Point point) {
        Stage.Connection connection = file.connection();
        Stage.Introduction introduction =
                new Stage.Introduction("client.test", true, false, account.isPresent(), account);
        ReversePath from = ReversePath.of(mailbox("someone@sender.test"));
        return switch (point) {
            case CONNECT -> new Stage.AtConnect(connection);
            case HELO -> new Stage.AtHelo(connection, introduction);
            case AUTH -> new Stage.AtAuth(connection, introduction, "PLAIN", Optional.of("bob"));
            case SENDER -> new Stage.AtMail(connection, introduction, from);
            case RECIPIENT -> new Stage.AtRcpt(connection, introduction, from, recipient);
            case DATA -> new Stage.AtData(connection, introduction, from, List.of(recipient));
        };
    }

    private static Mailbox mailbox(String address) {
        int at = address.lastIndexOf('@');
        return new Mailbox(address, address.substring(0, at), address.substring(at + 1));
    }
}
