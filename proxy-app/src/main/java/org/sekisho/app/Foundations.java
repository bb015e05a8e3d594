package org.sekisho.app;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sekisho.app.admin.StateDesk;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.cli.Version;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.StateSettings;
import org.sekisho.app.node.Node;
import org.sekisho.app.origin.OriginFiles;
import org.sekisho.app.redis.RedisCalls;
import org.sekisho.app.state.KeyFile;
import org.sekisho.dns.DnsLookup;
import org.sekisho.dns.DnsjavaLookup;
import org.sekisho.net.Proxy;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.jail.BanList;
import org.sekisho.session.KeyedPasswordHash;
import org.sekisho.state.StateStore;

/**
 * What all else stands on: what is remembered, whom names are asked of, the rules and the jails.
 *
 * @param passwords how jails compare them
 * @param node this one, and {@code calls} to the others if there may be some
 * @param load how busy the proxy is, and {@code verifier} its own way to the mail server: both once it runs
 */
record Foundations(
        StateStore state,
        DnsLookup dns,
        KeyedPasswordHash passwords,
        Defences defences,
        Lists lists,
        OriginFiles origins,
        Jailing jailing,
        Accounting accounting,
        Responding responding,
        Defences.Load load,
        RecipientVerifier.Late verifier,
        Node node,
        Optional<RedisCalls> calls) {

    static Foundations lay(
            Configuration configuration,
            InstantSource clock,
            RandomGenerator random,
            TrailSink trails,
            Lifecycle lifecycle)
            throws IOException {
        Memory memory = Memory.open(configuration.state(), clock, random);
        lifecycle.stopLast(memory);
        StateStore state = memory.state();
        DnsLookup dns = new DnsjavaLookup(
                configuration.dns().endpoints(), configuration.dns().timeout());
        Defences.Load load = new Defences.Load();
        RecipientVerifier.Late verifier = new RecipientVerifier.Late();
        Defences defences = Defences.of(configuration, clock, random, dns, memory, load, verifier);
        Lists lists = Lists.read(defences.tools(), memory.news());
        byte[] key = KeyFile.readOrMake(configuration.state().directory(), random);
        OriginFiles origins = OriginFiles.read(configuration.origins(), clock);
        Jailing jailing = Jailing.of(configuration, defences.tools(), origins, key);
        Accounting accounting = new Accounting(configuration, defences.tools(), origins, trails, key);
        lifecycle.stopLast(accounting);
        Responding responding = new Responding(configuration, defences.tools(), accounting);
        lifecycle.stopLast(responding);
        return new Foundations(
                state,
                dns,
                new KeyedPasswordHash(key),
                defences,
                lists,
                origins,
                jailing,
                accounting,
                responding,
                load,
                verifier,
                node(configuration.state(), memory.calls(), clock, key),
                memory.calls());
    }

    private static Node node(StateSettings settings, Optional<RedisCalls> calls, InstantSource clock, byte[] key) {
        String address = calls.map(RedisCalls::address).orElse("here");
        Instant since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return Node.of(settings.nodeName(), address, Version.number(), since, key);
    }

    /** The proxy runs. */
    void sees(Proxy proxy) {
        load.of(proxy);
        verifier.set(proxy.verifier(defences.askingConnections()));
    }

    /** For operators who look at the state as a whole, or move it. */
    StateDesk state(LivePolicy live, AuditLog audit, InstantSource clock) {
        Docket docket = defences.tools().docket();
        return new StateDesk(
                state,
                live::tables,
                List.of(
                        defences.tools().allowList()::reload,
                        bans()::reload,
                        docket::restore,
                        jailing.goodMail()::restore),
                audit,
                clock);
    }

    /** Ends bans whose time is over, and saves what the store could not be told. */
    void tidy() {
        bans().expire();
        defences.tools().allowList().saveAgain();
    }

    BanList bans() {
        return defences.tools().banList();
    }
}
