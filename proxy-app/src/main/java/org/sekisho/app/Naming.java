package org.sekisho.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.sekisho.app.admin.RevealDesk;
import org.sekisho.app.admin.RevealToken;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.LogSettings;
import org.sekisho.app.config.NameServer;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.app.pseudonym.PseudonymKeys;
import org.sekisho.app.pseudonym.Pseudonyms;
import org.sekisho.net.io.Addresses;
import org.sekisho.rules.Tools;
import org.sekisho.rules.allow.AllowEntry;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Network;
import org.sekisho.settings.UpstreamSettings;

/**
 * How those who send and receive mail are called in what the program writes down.
 *
 * @param keys those of the pseudonyms, if there are any
 */
record Naming(Names names, Optional<PseudonymKeys> keys) {
    /** This machine, and what stands for no address at all. */
    private static final List<Network> HERE =
            Stream.of("127.0.0.0/8", "::1", "0.0.0.0", "::").map(Network::parse).toList();

    static Naming of(Configuration configuration, InstantSource clock, RandomGenerator random) throws IOException {
        LogSettings log = configuration.log();
        if (!log.pseudonyms()) {
            return new Naming(Names.AS_THEY_ARE, Optional.empty());
        }
        PseudonymKeys keys =
                PseudonymKeys.open(configuration.state().directory(), log.rotateKey(), log.keepKeys(), clock, random);
        return new Naming(new Pseudonyms(keys, own(configuration)), Optional.of(keys));
    }

    /**
     * Where it is told whom a pseudonym means, if there are any.
     *
     * @param accounts how accounts are known, however they are spelled
     */
    Optional<RevealDesk> reveal(
            Configuration configuration,
            Tools tools,
            UnaryOperator<String> accounts,
            AuditLog audit,
            RandomGenerator random)
            throws IOException {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        RevealToken token = RevealToken.knownOrMade(configuration.state().directory(), random);
        return Optional.of(new RevealDesk(token, keys.get(), () -> remembered(tools), accounts, audit));
    }

    /** Who is banned, with the evidence, and who is allowed. */
    private static Stream<String> remembered(Tools tools) {
        Stream<String> banned = tools.banList().list().stream()
                .flatMap(ban -> Stream.concat(Stream.of(ban.subject().toString()), ban.evidence().stream()));
        Stream<String> allowed = tools.allowList().list().stream().map(AllowEntry::key);
        return Stream.concat(banned, allowed).distinct();
    }

    /** The machines that the configuration names: where the proxy listens, and whom it asks. */
    private static List<Network> own(Configuration configuration) {
        Stream<String> listeners = configuration.listeners().stream()
                .map(listener -> listener.address().host());
        Stream<String> upstreams = configuration.upstream().map(UpstreamSettings::addresses).orElse(List.of()).stream()
                .map(Endpoint::host);
        Stream<Network> named = Stream.concat(listeners, upstreams)
                .flatMap(host -> Addresses.literal(host).stream())
                .map(address -> Network.parse(Network.text(address)));
        Stream<Network> nameServers = configuration.dns().servers().stream()
                .map(NameServer::address)
                .map(address -> Network.parse(Network.text(address)));
        return Stream.of(HERE.stream(), named, nameServers)
                .flatMap(networks -> networks)
                .toList();
    }
}
