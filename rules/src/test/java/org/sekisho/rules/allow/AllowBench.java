package org.sekisho.rules.allow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekisho.policy.Case;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Judgement;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.NoBuckets;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.hold.Holding;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.limits.LiveSessions;
import org.sekisho.rules.s25r.S25rSettings;
import org.sekisho.rules.s25r.Suspects;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SwitchedStore;
import org.sekisho.testing.ZoneDns;

/** One session before a policy of the rule allow and one more that finds the same about everybody. */
final class AllowBench {
    record Unset() {}

    final ManualTime time = new ManualTime();
    final ZoneDns dns = new ZoneDns();
    private final SwitchedStore store = new SwitchedStore(new MemoryStore(time));
    final AllowList list = new AllowList(store, time);

    private final Case file;
    private final Map<Point, List<String>> order = new HashMap<>();
    private final Map<String, Placement<?, ?>> placements = new HashMap<>();
    private Placement<Stage, AllowSettings> allow = Placement.of(Allow.TYPE, Mode.ENFORCE);
    private boolean holdRefusals = true;
    private String helo = "client.test";
    private String sender = "someone@sender.test";
    private @Nullable Policy policy;

    AllowBench(String client) {
        file = Cases.from(client);
    }

    /** Another rule stands there, before this one in the list. */
    void against(Point point, Finding finding) {
        RuleType<Stage, Unset> other = RuleType.of(
                "other",
                "Is it anybody?",
                Stage.class,
                new Unset(),
                Dependence.NOTHING,
                (settings, tools) ->
                        Defence.of(Stage.class, (stage, inquiry) -> CompletableFuture.completedStage(finding)));
        placements.put("other", Placement.of(other, Mode.ENFORCE));
        order.computeIfAbsent(point, unused -> new ArrayList<>()).add("other");
    }

    void allowAt(Point... points) {
        placements.put("allow", allow);
        for (Point point : points) {
            order.computeIfAbsent(point, unused -> new ArrayList<>()).add("allow");
        }
    }

    void configured(String... entries) {
        allow = allow.with(new AllowSettings(List.of(entries)));
    }

    void onDnsFailure(FailureAnswer answer, Duration timeout) {
        allow = new Placement<>(Allow.TYPE, Mode.ENFORCE, timeout, answer, allow.settings());
    }

    void refuseAtOnce() {
        holdRefusals = false;
    }

    void helo(String name) {
        helo = name;
    }

    void sender(String address) {
        sender = address;
    }

    void killStore() {
        store.becomes(new DeadStore());
    }

    Decision decide(Point point) {
        return judge(point).decision();
    }

    /** In the same session, by the same policy. */
    Judgement judge(Point point) {
        Policy present = policy;
        if (present == null) {
            present = build();
            policy = present;
        }
        return present.decide(stage(point), file)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private Policy build() {
        Tools tools = new Tools(
                time,
                new Random(1),
                dns,
                store,
                NoBuckets.HERE,
                new Self("mx.example.org", Set.of()),
                list,
                new BanList(store, time),
                new Docket(store, time, new Random(1)),
                Suspects.by(S25rSettings.DEFAULTS, dns, time),
                Holding.under(() -> 0),
                new LiveSessions(),
                RecipientVerifier.NONE);
        return new RuleSet(order, placements, Wishes.NONE, new Policy.Terms(holdRefusals, Duration.ofSeconds(30)))
                .policy(tools, new References(new Random(1)), time);
    }

    private Stage stage(Point point) {
        Stage.Connection connection = file.connection();
        Stage.Introduction introduction = new Stage.Introduction(helo, true, false, false, Optional.empty());
        ReversePath from = ReversePath.of(mailbox(sender));
        Mailbox recipient = mailbox("bob@example.org");
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
