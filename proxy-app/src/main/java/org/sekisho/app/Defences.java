package org.sekisho.app;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ListenerEntry;
import org.sekisho.dns.DnsLookup;
import org.sekisho.net.Proxy;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Policy;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.policy.References;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.hold.Holding;
import org.sekisho.rules.hold.LoadMeter;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.limits.LiveSessions;
import org.sekisho.rules.recipients.RecipientMemory;
import org.sekisho.rules.recipients.RecipientSettings;
import org.sekisho.rules.recipients.Recipients;
import org.sekisho.rules.s25r.S25rSettings;
import org.sekisho.rules.s25r.Suspects;
import org.sekisho.state.StateStore;

/** The rules of the configuration, and the tools that they work with. */
record Defences(RuleSet rules, Tools tools, References references) {
    /** With an allow list and bans that have yet to be read: see {@link Lists}. */
    static Defences of(
            Configuration configuration,
            InstantSource clock,
            RandomGenerator random,
            DnsLookup dns,
            Memory memory,
            LoadMeter load,
            RecipientVerifier verifier) {
        StateStore state = memory.state();
        AllowList allowList = new AllowList(state, clock);
        Tools tools = new Tools(
                clock,
                random,
                dns,
                state,
                memory.buckets(),
                self(configuration),
                allowList,
                new BanList(state, clock),
                new Docket(state, clock, random),
                Suspects.by(S25rSettings.DEFAULTS, dns, clock),
                Holding.under(load),
                new LiveSessions(),
                verifier);
        return new Defences(
                configuration.rules().ruleSet(), tools, configuration.state().references(random));
    }

    /** Other rules with the same tools. */
    Defences with(RuleSet others) {
        return new Defences(others, tools, references);
    }

    /** @param others who learn what happens and belong to no rule */
    Policy policy(List<Learner> others) {
        return rules.policy(tools, references, tools.clock(), others);
    }

    /** The same rules on the same state, which they read and do not change. */
    Policy rehearsal() {
        return rules.policy(tools.reading(), references, tools.clock());
    }

    /** The memory that the rule {@code recipients} keeps, for operators: what they purge must be gone on all nodes. */
    RecipientMemory recipients() {
        return new RecipientMemory(recipientSettings(), tools.state(), tools.clock());
    }

    /** How many connections of its own the rule {@code recipients} may ask the mail server over. */
    int askingConnections() {
        return recipientSettings().ask().connections();
    }

    private RecipientSettings recipientSettings() {
        Placement<?, ?> placed = rules.placements().get(Recipients.TYPE.name());
        return placed != null && placed.settings() instanceof RecipientSettings own ? own : RecipientSettings.DEFAULTS;
    }

    private static Self self(Configuration configuration) {
        Set<InetAddress> addresses = new HashSet<>();
        for (ListenerEntry listener : configuration.listeners()) {
            IPAddress literal = new IPAddressString(listener.address().host()).getAddress();
            if (literal != null && !literal.isZero()) {
                addresses.add(literal.toInetAddress());
            }
        }
        return new Self(configuration.hostName(), addresses);
    }

    /** How busy the proxy is, once it runs. */
    static final class Load implements LoadMeter {
        private volatile @Nullable Proxy proxy;

        void of(Proxy running) {
            proxy = running;
        }

        @Override
        public int sessions() {
            Proxy running = proxy;
            return running == null ? 0 : running.openSessions();
        }
    }
}
