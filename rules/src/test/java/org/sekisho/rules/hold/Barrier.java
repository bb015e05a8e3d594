package org.sekisho.rules.hold;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.policy.References;
import org.sekisho.policy.Trail;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.client.OrganisationalDomains;
import org.sekisho.rules.greylist.Greylist;
import org.sekisho.rules.greylist.GreylistSettings;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.limits.LiveSessions;
import org.sekisho.rules.limits.LocalBuckets;
import org.sekisho.rules.s25r.S25rSettings;
import org.sekisho.rules.s25r.Suspects;
import org.sekisho.rules.tarpit.Tarpit;
import org.sekisho.rules.tarpit.TarpitSettings;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.sekisho.testing.Changed;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/**
 * The rules {@code tarpit} and {@code greylist} as a policy runs them, on a clock that is turned by hand. Clients without a
 * name in {@link #dns} are suspects.
 */
public final class Barrier {
    private static final OrganisationalDomains DOMAINS = new OrganisationalDomains();

    public final ManualTime time = new ManualTime();
    public final ZoneDns dns = new ZoneDns();
    public final HeldConnections held = new HeldConnections();
    public final List<Trail> trails = new ArrayList<>();
    public StateStore store = new MemoryStore(time);
    public int sessionsOpen;
    public Duration longestDelay = Duration.ofSeconds(150);
    public Duration timeout = Duration.ofSeconds(10);
    public Wishes wishes = Wishes.NONE;
    public FailureAnswer onStoreFailure = FailureAnswer.PASS;

    private Mode tarpitMode = Mode.OFF;
    private TarpitSettings tarpit = TarpitSettings.DEFAULTS;
    private Mode greylistMode = Mode.OFF;
    private GreylistSettings greylist = GreylistSettings.DEFAULTS;

    public Barrier tarpit(Mode mode, TarpitSettings settings) {
        tarpitMode = mode;
        tarpit = settings;
        return this;
    }

    public Barrier tarpit(TarpitSettings settings) {
        return tarpit(Mode.ENFORCE, settings);
    }

    public Barrier greylist(Mode mode, GreylistSettings settings) {
        greylistMode = mode;
        greylist = settings;
        return this;
    }

    public Barrier greylist(GreylistSettings settings) {
        return greylist(Mode.ENFORCE, settings);
    }

    /** A client connects; it comes under the policy as it is now. */
    public Visit from(String client) {
        return from(client, judge());
    }

    /** A client of many who come under one policy. */
    public Visit from(String client, PolicyJudge judge) {
        return new Visit(this, client, judge);
    }

    /** Judges by the policy that has been described. */
    public PolicyJudge judge() {
        return new PolicyJudge(policy(), trails::add);
    }

    /** The policy that has been described. */
    public Policy policy() {
        return rules().policy(tools(), new References(new Random(7)), time);
    }

    /** What the first rule of the newest trail has found, as {@code name=value}. */
    public List<String> evidence() {
        return trails.get(trails.size() - 1).entries().get(0).finding().evidence().stream()
                .map(one -> one.name() + "=" + one.value())
                .toList();
    }

    private RuleSet rules() {
        Map<String, Placement<?, ?>> placements = Map.of(
                "tarpit",
                new Placement<>(Tarpit.TYPE, tarpitMode, timeout, onStoreFailure, tarpit),
                "greylist",
                new Placement<>(Greylist.TYPE, greylistMode, timeout, onStoreFailure, greylist));
        return new RuleSet(
                Map.of(Point.RECIPIENT, List.of("tarpit", "greylist")),
                placements,
                wishes,
                new Policy.Terms(true, longestDelay));
    }

    private Tools tools() {
        return new Tools(
                time,
                new Random(7),
                dns,
                store,
                new LocalBuckets(time, 1_000),
                new Self("mx.example.org", Set.of()),
                new AllowList(store, time),
                new BanList(store, time),
                new Docket(store, time, new Random(7)),
                Suspects.by(S25rSettings.DEFAULTS, dns, time),
                new Holding(held, new LoadGates(() -> sessionsOpen), DOMAINS),
                new LiveSessions(),
                RecipientVerifier.NONE);
    }

    /** Greylisting as it is by default, but for these. */
    public static GreylistSettings greylist(Who who, Duration delay, int retries) {
        return Changed.in(GreylistSettings.DEFAULTS, Map.of("who", who, "delay", delay, "retries", retries));
    }

    /** The tarpit as it is by default, but for these. */
    public static TarpitSettings tarpit(Who who, Duration delay, TarpitSettings.Leavers leavers) {
        return tarpit(who, delay, leavers, LoadGate.Settings.DEFAULTS, HeldConnections.Budget.DEFAULTS);
    }

    /** The same, with bounds. */
    public static TarpitSettings tarpit(
            Who who,
            Duration delay,
            TarpitSettings.Leavers leavers,
            LoadGate.Settings load,
            HeldConnections.Budget budget) {
        return Changed.in(
                TarpitSettings.DEFAULTS,
                Map.of("who", who, "delay", delay, "leavers", leavers, "load", load, "budget", budget));
    }
}
