package org.sekisho.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sekisho.app.action.Actions;
import org.sekisho.app.admin.Desk;
import org.sekisho.app.admin.Desks;
import org.sekisho.app.admin.Doorkeeper;
import org.sekisho.app.admin.Holds;
import org.sekisho.app.admin.IncidentDesk;
import org.sekisho.app.admin.JailDesk;
import org.sekisho.app.admin.NodeDesk;
import org.sekisho.app.admin.OriginLine;
import org.sekisho.app.admin.RevealDesk;
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
import org.sekisho.app.feed.Feed;
import org.sekisho.app.log.DecisionLog;
import org.sekisho.app.log.EventLog;
import org.sekisho.app.log.LogOutput;
import org.sekisho.app.origin.OriginFiles;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.net.Proxy;
import org.sekisho.net.ProxyStartException;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.greylist.GreylistMemory;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.JailKeeper;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.UpstreamSettings;
import org.slf4j.LoggerFactory;

/** The only place where settings become running parts: read it from top to bottom. */
final class Wiring {
    private static final Duration LISTS_REFRESH = Duration.ofSeconds(10);
    private static final Duration LISTS_CATCH_UP = Duration.ofSeconds(1);
    private static final Duration ORIGINS_LOOKS = Duration.ofMinutes(1);
    private static final Duration ORIGINS_AGE = Duration.ofDays(1);
    private static final Duration BANS_EXPIRY = Duration.ofSeconds(1);
    private static final Duration KEYS_LOOK = Duration.ofMinutes(1);

    private Wiring() {}

    /** Starts everything and comes back when it has been stopped. */
    static void run(Configuration configuration, ConfigurationSource source, Console console)
            throws IOException, ProxyStartException {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        try (Lifecycle lifecycle = new Lifecycle(configuration.timeouts().drain())) {
            Naming naming = Naming.of(configuration, clock, random);
            lifecycle.stopLast(LogOutput.open(configuration.log(), console.err(), clock, naming.names()));
            Warnings.about(configuration).forEach(LoggerFactory.getLogger(Wiring.class)::warn);

            UpstreamSettings upstream = upstream(configuration, clock, random, lifecycle);
            DecisionBook decisions = decisions(configuration, clock, naming.names());
            lifecycle.stopLast(decisions);
            Feed feed = new Feed(clock);
            TrailSink trails = new DecisionLog().and(decisions).and(feed);
            Foundations ground = Foundations.lay(configuration, clock, random, trails, lifecycle);
            LivePolicy live = new LivePolicy(
                    configuration,
                    ground.defences(),
                    ground.jailing(),
                    ground.accounting(),
                    ground.responding(),
                    trails);
            AuditLog audit = new AuditLog(
                    configuration.state().directory(), clock, live::version, ground.load()::sessions, naming.names());
            lifecycle.stopLast(audit);
            ground.responding().audited(audit);
            BanList bans = ground.bans();
            OriginFiles origins = ground.origins();
            Actions actions = Actions.start(
                    configuration.actions(), configuration.hostName(), origins, clock, bans, ground.jailing()::allowed);
            lifecycle.stopLast(actions);
            Stream.of(audit, feed, actions).forEach(bans::observe);
            Housekeeping housekeeping = housekeeping(ground, origins, lifecycle);
            naming.keys()
                    .ifPresent(keys -> housekeeping.every(KEYS_LOOK, "Rotating the keys of pseudonyms", keys::turn));
            Reloading reloading = new Reloading(source, live, audit, feed);
            NodeDesk nodes = Joining.begin(configuration, ground, decisions, reloading, clock, random, lifecycle);

            Proxy proxy = start(configuration.proxySettings(upstream), live.judge(), ground);
            lifecycle.drainFirst(proxy);
            if (configuration.admin().enabled()) {
                AllowList allowList = ground.defences().tools().allowList();
                Map<String, Boolean> services = services(configuration);
                Desk desk = new Desk(live, allowList, services, audit, reloading, clock);
                JailKeeper keeper = ground.jailing().keeper();
                Holds holds = new Holds(live, services, bans, keeper, new GreylistMemory(ground.state()));
                JailDesk jails = new JailDesk(bans, keeper, holds, origins, audit, clock);
                Optional<RevealDesk> reveal =
                        naming.reveal(configuration, ground.defences().tools(), live::account, audit, random);
                IncidentDesk incidents = ground.responding().desk(ground.accounting(), audit, clock);
                Supplier<List<OriginLine>> files = () -> OriginLine.of(origins.files(), clock.instant());
                Desks desks =
                        new Desks(desk, jails, incidents, files, feed, nodes, ground.state(live, audit, clock), reveal);
                lifecycle.stopLast(Administration.begin(
                        configuration, desks, token -> new Doorkeeper(token, audit, clock), random));
            }
            reloading.begin(housekeeping);
            Greeting.lines(configuration, bound(configuration, proxy)).forEach(console.out()::println);
            lifecycle.awaitStop();
        }
    }

    private static Proxy start(ProxySettings settings, PolicyJudge judge, Foundations ground)
            throws ProxyStartException {
        Proxy.World world = Proxy.World.system(ground.dns())
                .withPasswords(ground.passwords())
                .withAccounts(ground.accounting().keeper()::name)
                .withInspector(ground.accounting().inspector());
        Proxy proxy = Proxy.start(settings, judge, new EventLog(), world);
        ground.sees(proxy);
        return proxy;
    }

    private static Housekeeping housekeeping(Foundations ground, OriginFiles origins, Lifecycle lifecycle) {
        Housekeeping reading = new Housekeeping()
                .every(LISTS_REFRESH, "Reading the allow list, the bans and the incidents", ground.lists()::refresh)
                .every(LISTS_CATCH_UP, "Taking in changes that were missed", ground.lists()::catchUp);
        lifecycle.stopLast(reading);
        origins.files().forEach(file -> watch(file.path(), origins, reading));
        reading.every(ORIGINS_AGE, "Looking at the age of files about addresses", origins::warnOfOldOnes);
        // On a thread of its own: bans end on time, however slow the store is to be read.
        lifecycle.stopLast(
                new Housekeeping().every(BANS_EXPIRY, "Ending and saving bans and allow entries", ground::tidy));
        return reading;
    }

    private static void watch(Path path, OriginFiles origins, Housekeeping housekeeping) {
        WatchedFile file = new WatchedFile(path);
        housekeeping.every(ORIGINS_LOOKS, "Reading " + path + " again", () -> {
            if (file.changed()) {
                origins.refresh(path);
            }
        });
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

    private static DecisionBook decisions(Configuration configuration, InstantSource clock, Names names) {
        Duration keep = configuration.rules().keepDecisions();
        StateSettings state = configuration.state();
        return state.store() == StateSettings.Store.MEMORY
                ? DecisionBook.inMemory(keep, clock, names)
                : DecisionBook.open(state.directory().resolve("decisions"), keep, clock, names);
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
