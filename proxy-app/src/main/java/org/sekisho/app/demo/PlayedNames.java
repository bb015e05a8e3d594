package org.sekisho.app.demo;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.dns.DnsAnswer;
import org.sekisho.dns.DnsLookup;
import org.sekisho.net.io.Addresses;

/** The domain name system of the play: a handful of hosts and domains, and nothing else exists. */
final class PlayedNames implements DnsLookup {
    private final Map<String, InetAddress> hosts = new HashMap<>();
    private final Map<InetAddress, String> pointers = new HashMap<>();
    private final Map<String, String> exchangers = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    /** A host whose name and address lead to each other. */
    PlayedNames host(String name, String address) {
        InetAddress literal = Addresses.literal(address).orElseThrow();
        hosts.put(name, literal);
        pointers.put(literal, name);
        return this;
    }

    /** A domain that takes mail at that host, and publishes that SPF record. */
    PlayedNames domain(String name, String exchanger, String spf) {
        exchangers.put(name, exchanger);
        texts.put(name, spf);
        return this;
    }

    @Override
    public CompletionStage<List<InetAddress>> addresses(String name) {
        return ipv4(name).thenApply(DnsAnswer::values);
    }

    @Override
    public CompletionStage<DnsAnswer<InetAddress>> ipv4(String name) {
        return answer(name, hosts);
    }

    @Override
    public CompletionStage<DnsAnswer<InetAddress>> ipv6(String name) {
        return CompletableFuture.completedStage(exists(name) ? DnsAnswer.of(List.of()) : DnsAnswer.noName());
    }

    @Override
    public CompletionStage<DnsAnswer<String>> names(InetAddress address) {
        String name = address instanceof Inet4Address ? pointers.get(address) : null;
        return CompletableFuture.completedStage(name == null ? DnsAnswer.noName() : DnsAnswer.of(List.of(name)));
    }

    @Override
    public CompletionStage<DnsAnswer<String>> mailExchangers(String domain) {
        return answer(domain, exchangers);
    }

    @Override
    public CompletionStage<DnsAnswer<String>> nameServers(String domain) {
        boolean known = exchangers.containsKey(domain.toLowerCase(Locale.ROOT));
        return CompletableFuture.completedStage(
                known ? DnsAnswer.of(List.of("ns." + domain.toLowerCase(Locale.ROOT))) : DnsAnswer.noName());
    }

    @Override
    public CompletionStage<DnsAnswer<String>> texts(String name) {
        return answer(name, texts);
    }

    private <T> CompletionStage<DnsAnswer<T>> answer(String name, Map<String, T> from) {
        T value = from.get(name.toLowerCase(Locale.ROOT));
        if (value != null) {
            return CompletableFuture.completedStage(DnsAnswer.of(List.of(value)));
        }
        return CompletableFuture.completedStage(exists(name) ? DnsAnswer.of(List.of()) : DnsAnswer.noName());
    }

    private boolean exists(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return hosts.containsKey(lower) || exchangers.containsKey(lower);
    }
}
