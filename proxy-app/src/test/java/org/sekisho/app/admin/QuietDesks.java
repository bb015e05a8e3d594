package org.sekisho.app.admin;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.decision.DecisionBook;
import org.sekisho.app.feed.Feed;
import org.sekisho.app.node.Node;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Policy;
import org.sekisho.policy.References;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.StateTables;
import org.sekisho.rules.account.AccountKeeper;
import org.sekisho.rules.account.AccountSettings;
import org.sekisho.rules.account.Alarms;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.incident.Deliveries;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.incident.MonthBook;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.origin.Origins;
import org.sekisho.rules.recipients.RecipientMemory;
import org.sekisho.rules.recipients.RecipientSettings;
import org.sekisho.state.StateStore;
import org.sekisho.testing.Cases;

/** Desks of a proxy without rules, at which nobody has knocked yet; its jails are those that are always there. */
public final class QuietDesks {
    private static final Reload RELOAD = (by, jail) -> CompletableFuture.completedStage(
            new Reloaded("c0ffee", jail.stream().toList(), List.of(), List.of(), List.of()));

    private QuietDesks() {}

    /** One that shares its store with nobody. */
    static NodeDesk alone(DecisionBook decisions, Reload reload, InstantSource clock) {
        Node self = Node.of("mx1", "here", "1.0", clock.instant(), new byte[32]);
        LocalReload local = new LocalReload(self.name(), reload, Runnable::run);
        return new NodeDesk("memory", self, Optional.empty(), decisions, local, clock);
    }

    public static Desks on(StateStore store, AuditLog audit, Feed feed, InstantSource clock) {
        BanList bans = new BanList(store, clock);
        bans.observe(feed);
        Desk desk =
                new Desk(rules(store, clock), new AllowList(store, clock), Map.of("mx", false), audit, RELOAD, clock);
        return new Desks(
                desk,
                JailDesks.on(bans, store, Origins.NONE, audit, clock),
                incidents(store, audit, clock),
                () -> List.of(),
                feed,
                alone(DecisionBook.inMemory(Duration.ofDays(1), clock, Names.AS_THEY_ARE), RELOAD, clock),
                state(store, audit, clock),
                Optional.empty());
    }

    /** Of all tables that there are. */
    private static StateDesk state(StateStore store, AuditLog audit, InstantSource clock) {
        RecipientMemory recipients = new RecipientMemory(RecipientSettings.DEFAULTS, store, clock);
        return new StateDesk(
                store,
                () -> StateTables.of(RuleSet.NONE, recipients, Jails.DEFAULTS, AccountSettings.DEFAULTS),
                List.of(),
                audit,
                clock);
    }

    /** One to which nothing has been told. */
    static IncidentDesk incidents(StateStore store, AuditLog audit, InstantSource clock) {
        Alarms alarms = new Alarms();
        Docket docket = new Docket(store, clock, new Random(1));
        alarms.observe(docket);
        AccountKeeper keeper = new AccountKeeper(store, clock, Origins.NONE, new byte[32], alarms);
        return new IncidentDesk(
                docket,
                keeper,
                alarms,
                new Deliveries(store, clock, keeper.accounts()::hasSent),
                new MonthBook(store, clock, docket),
                audit,
                clock);
    }

    /** The account has logged in once. */
    static void loggedIn(StateStore store, InstantSource clock, String account) {
        new AccountKeeper(store, clock, Origins.NONE, new byte[32], new Alarms())
                .learn(new Happening.Authenticated(Optional.of(account), OptionalInt.empty()), Cases.from("192.0.2.7"));
    }

    private static LiveRules rules(StateStore store, InstantSource clock) {
        return new FixedRules(
                new Policy(
                        Map.of(),
                        List.of(),
                        Wishes.NONE,
                        Policy.Terms.DEFAULTS,
                        new References(new SecureRandom()),
                        clock),
                new RecipientMemory(RecipientSettings.DEFAULTS, store, clock));
    }
}
