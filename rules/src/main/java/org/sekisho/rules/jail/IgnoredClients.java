package org.sekisho.rules.jail;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sekisho.dns.DnsAnswer;
import org.sekisho.dns.DnsLookup;
import org.sekisho.rules.client.HostName;
import org.sekisho.settings.Network;

/** Whom a jail never bans: networks, which are not even counted, and hosts, whose addresses are asked for when it matters. */
final class IgnoredClients {
    private static final int MOST_NAMES = 50;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final List<Network> networks;
    private final List<String> names;
    private final DnsLookup dns;

    IgnoredClients(List<String> ignoreIp, DnsLookup dns) {
        this.dns = dns;
        networks = networks(ignoreIp);
        names = ignoreIp.stream().filter(IgnoredClients::isName).toList();
    }

    /** Whether this is what {@code ignoreIp} may hold. */
    static void check(List<String> ignoreIp) {
        for (String entry : ignoreIp) {
            if (!isName(entry)) {
                try {
                    Network.parse(entry);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "ignoreIp must be addresses, networks and names of hosts: " + e.getMessage(), e);
                }
            }
        }
        if (ignoreIp.stream().filter(IgnoredClients::isName).count() > MOST_NAMES) {
            throw new IllegalArgumentException("ignoreIp must have at most " + MOST_NAMES + " names of hosts");
        }
    }

    /** What of it is addresses and networks. */
    static List<Network> networks(List<String> ignoreIp) {
        return ignoreIp.stream()
                .filter(entry -> !isName(entry))
                .map(Network::parse)
                .toList();
    }

    private static boolean isName(String entry) {
        return entry.indexOf(':') < 0 && entry.indexOf('/') < 0 && entry.indexOf('.') > 0 && HostName.valid(entry);
    }

    boolean contains(InetAddress client) {
        return networks.stream().anyMatch(network -> network.contains(client));
    }

    boolean overlaps(Network subject) {
        return networks.stream().anyMatch(subject::overlaps);
    }

    /**
     * Whether one of the named hosts is in it, or might be: while a name cannot be looked up nobody is banned. Never fails.
     */
    CompletionStage<Boolean> namedIn(Network subject) {
        CompletionStage<Boolean> found = CompletableFuture.completedStage(false);
        for (String name : names) {
            found = found.thenCompose(already -> already ? CompletableFuture.completedStage(true) : has(name, subject));
        }
        return names.isEmpty()
                ? found
                : found.toCompletableFuture()
                        .copy()
                        .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(late -> true);
    }

    private CompletionStage<Boolean> has(String name, Network subject) {
        CompletionStage<DnsAnswer<InetAddress>> answer =
                subject.first() instanceof Inet4Address ? dns.ipv4(name) : dns.ipv6(name);
        return answer.thenApply(
                addresses -> addresses.failure() || addresses.values().stream().anyMatch(subject::contains));
    }
}
