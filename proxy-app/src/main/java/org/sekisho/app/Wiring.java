package org.sekisho.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekisho.app.action.Actions;
import org.sekisho.app.admin.Desk;
import org.sekisho.app.admin.IncidentDesk;
import org.sekisho.app.admin.JailDesk;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.cli.Console;
import org.sekisho.app.cli.Greeting;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationSource;
import org.sekisho.app.config.ListenerEntry;
import org.sekisho.app.config.StateSettings;
import org.sekisho.app.config.Warnings;
import org.sekisho.app.decision.DecisionBook;
import org.sekisho.app.embedded.EmbeddedMta;
import org.sekisho.app.log.DecisionLog;
import org.sekisho.app.log.EventLog;
import org.sekisho.app.log.LogOutput;
import org.sekisho.app.state.EmbeddedStore;
import org.sekisho.app.state.KeyFile;
import org.sekisho.dns.DnsLookup;
import org.sekisho.dns.DnsjavaLookup;
import org.sekisho.net.Proxy;
import org.sekisho.net.ProxyStartException;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.origin.Origins;
import org.sekisho.session.KeyedPasswordHash;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.slf4j.LoggerFactory;

/** The only place where settings become running parts: read it from top to bottom. */
final class Wiring {
    private static final Duration LISTS_REFRESH = Duration.ofSeconds(10);
    private static final Duration BANS_EXPIRY = Duration.ofSeconds(1);

    private Wiring() {}

    /** Starts everything and comes back when it has been stopped. */
    static void run(Configuration configuration, ConfigurationSource source, Console console)
            throws IOException, ProxyStartException {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        try (Lifecycle lifecycle = new Lifecycle(configuration.timeouts().drain())) {
            lifecycle.stopLast(LogOutput.open(configuration.log(), console.err(), clock));
            Warnings.about(configuration).forEach(LoggerFactory.getLogger(Wiring.class)::warn);

            UpstreamSettings upstream = upstream(configuration, clock, random, lifecycle);
            StateStore state = store(configuration.state(), clock);
            lifecycle.stopLast(state);
            DnsLookup dns = new DnsjavaLookup(
                    configuration.dns().endpoints(), configuration.dns().timeout());
            Defences.Load load = new Defences.Load();
            RecipientVerifier.Late verifier = new RecipientVerifier.Late();
            Defences defences = Defences.of(configuration, clock, random, dns, state, load, verifier);
            byte[] key = KeyFile.readOrMake(configuration.state().directory(), random);
            Jailing jailing = Jailing.of(configuration, defences.tools(), key);
            Accounting accounting = new Accounting(configuration, defences.tools(), Origins.NONE, key);
            lifecycle.stopLast(accounting);
            Responding responding = new Responding(configuration, defences.tools(), accounting);
            lifecycle.stopLast(responding);
            DecisionBook decisions = decisions(configuration, clock);
            lifecycle.stopLast(decisions);
            LivePolicy live = new LivePolicy(
                    configuration, defences, jailing, accounting, responding, new DecisionLog().and(decisions));
            AuditLog audit = new AuditLog(configuration.state().directory(), clock, live::version, load::sessions);
            lifecycle.stopLast(audit);
            BanList bans = defences.tools().banList();
            bans.observe(audit);
            Actions actions = Actions.start(configuration.actions(), configuration.hostName(), clock, bans::list);
            lifecycle.stopLast(actions);
            bans.observe(actions);
            Housekeeping housekeeping = housekeeping(defences, lifecycle);
            Reloading reloading = new Reloading(source, live, audit);

            Proxy proxy = Proxy.start(
                    configuration.proxySettings(upstream),
                    live.judge(),
                    new EventLog(),
                    Proxy.World.system(dns).withPasswords(new KeyedPasswordHash(key)));
            load.of(proxy);
            verifier.set(proxy.verifier(defences.askingConnections()));
            lifecycle.drainFirst(proxy);
            if (configuration.admin().enabled()) {
                AllowList allowList = defences.tools().allowList();
                Desk desk = new Desk(live, decisions, allowList, services(configuration), audit, reloading, clock);
                JailDesk jails = new JailDesk(bans, jailing.keeper(), audit, clock);
                IncidentDesk incidents = responding.desk(accounting, audit, clock);
                lifecycle.stopLast(Administration.begin(configuration, desk, jails, incidents, random));
            }
            reloading.begin(housekeeping);
            Greeting.lines(configuration, bound(configuration, proxy)).forEach(console.out()::println);
            lifecycle.awaitStop();
        }
    }

    private static Housekeeping housekeeping(Defences defences, Lifecycle lifecycle) {
        // Another proxy on the same store, or a store that can be read again, may have entries that are not here yet.
        Housekeeping lists =
                new Housekeeping().every(LISTS_REFRESH, "Reading the allow list and the bans", defences::refreshLists);
        lifecycle.stopLast(lists);
        // Of its own: it must not wait for a store that is slow to be read.
        lifecycle.stopLast(new Housekeeping()
                .every(BANS_EXPIRY, "Ending bans", defences.tools().banList()::expire));
        return lists;
    }

    /** The operator's mail server, or our own where there is none. */
    private static UpstreamSettings upstream(
            Configuration configuration, InstantSource clock, SecureRandom random, Lifecycle lifecycle)
            throws IOException {
        if (configuration.upstream().isPresent()) {
            return configuration.upstream().get();
        }
        EmbeddedMta mta = EmbeddedMta.start(
                configuration.embedded().directory(), configuration.hostName(), configuration.limits(), clock, random);
        lifecycle.stopLast(mta);
        return mta.asUpstream();
    }

    private static StateStore store(StateSettings settings, InstantSource clock) throws IOException {
        if (settings.store() == StateSettings.Store.MEMORY) {
            return new MemoryStore(clock);
        }
        try {
            return EmbeddedStore.open(settings.directory(), clock);
        } catch (StateException inUse) {
            throw new IOException("state.directory: " + inUse.getMessage(), inUse);
        }
    }

    private static DecisionBook decisions(Configuration configuration, InstantSource clock) {
        Duration keep = configuration.rules().keepDecisions();
        StateSettings state = configuration.state();
        return state.store() == StateSettings.Store.MEMORY
                ? DecisionBook.inMemory(keep, clock)
                : DecisionBook.open(state.directory().resolve("decisions"), keep, clock);
    }

    /** Which listeners are for submission, in their order. */
    private static Map<String, Boolean> services(Configuration configuration) {
        Map<String, Boolean> services = new LinkedHashMap<>();
        configuration
                .listeners()
                .forEach(listener ->
                        services.put(listener.name(), listener.service() == ListenerSettings.Service.SUBMISSION));
        return services;
    }

    private static Map<String, InetSocketAddress> bound(Configuration configuration, Proxy proxy) {
        Map<String, InetSocketAddress> bound = new LinkedHashMap<>();
        for (ListenerEntry listener : configuration.listeners()) {
            bound.put(listener.name(), proxy.address(listener.name()));
        }
        return bound;
    }
}
