package org.sekisho.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.sekisho.dns.DnsAnswer;
import org.sekisho.dns.DnsLookup;

/**
 * A domain name system in memory. It answers at once, on the asking thread; names that nobody added do not exist, and
 * their parents do. It counts the look-ups of each name, and can fail or keep silent on request.
 */
public final class ZoneDns implements DnsLookup {
    private enum Kind {
        A,
        AAAA,
        PTR,
        MX,
        NS,
        TXT
    }

    private record Question(String name, Kind kind) {}

    private final Map<Question, List<Object>> records = new HashMap<>();
    private final Map<String, Integer> lookups = new HashMap<>();
    private final List<String> failing = new ArrayList<>();
    private final List<String> silent = new ArrayList<>();

    /** Adds an A or AAAA record. */
    public ZoneDns address(String name, String address) {
        return add(name, address.indexOf(':') >= 0 ? Kind.AAAA : Kind.A, inet(address));
    }

    /** Adds a PTR record. */
    public ZoneDns pointer(String address, String name) {
        return add(address, Kind.PTR, name);
    }

    /** Adds a PTR record, and the address record that confirms it. */
    public ZoneDns host(String name, String address) {
        return pointer(address, name).address(name, address);
    }

    /** Adds an MX record, to be tried after those added before; the empty name is a null MX. */
    public ZoneDns mailExchanger(String domain, String host) {
        return add(domain, Kind.MX, host);
    }

    public ZoneDns nameServer(String domain, String host) {
        return add(domain, Kind.NS, host);
    }

    public ZoneDns text(String name, String text) {
        return add(name, Kind.TXT, text);
    }

    /** From now on, every question about this name (or, for PTR records, this address) fails. */
    public synchronized ZoneDns failing(String name) {
        failing.add(key(name));
        return this;
    }

    /** From now on, no question about this name (or, for PTR records, this address) is ever answered. */
    public synchronized ZoneDns silent(String name) {
        silent.add(key(name));
        return this;
    }

    /** Forgets that a name was failing or silent. */
    public synchronized ZoneDns mended(String name) {
        failing.remove(key(name));
        silent.remove(key(name));
        return this;
    }

    /** How often a name was asked about, for whatever type. */
    public synchronized int lookups(String name) {
        return lookups.getOrDefault(key(name), 0);
    }

    /** How many questions there were in all. */
    public synchronized int lookups() {
        return lookups.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public CompletionStage<List<InetAddress>> addresses(String name) {
        return ipv4(name).thenCombine(ipv6(name), (four, six) -> {
            if (four.failure() || six.failure()) {
                throw new CompletionException(new UnknownHostException(name));
            }
            List<InetAddress> all = new ArrayList<>(four.values());
            all.addAll(six.values());
            return all;
        });
    }

    @Override
    public CompletionStage<DnsAnswer<InetAddress>> ipv4(String name) {
        return ask(name, Kind.A, InetAddress.class);
    }

    @Override
    public CompletionStage<DnsAnswer<InetAddress>> ipv6(String name) {
        return ask(name, Kind.AAAA, InetAddress.class);
    }

    @Override
    public CompletionStage<DnsAnswer<String>> names(InetAddress address) {
        return ask(address.getHostAddress(), Kind.PTR, String.class);
    }

    @Override
    public CompletionStage<DnsAnswer<String>> mailExchangers(String domain) {
        return ask(domain, Kind.MX, String.class);
    }

    @Override
    public CompletionStage<DnsAnswer<String>> nameServers(String domain) {
        return ask(domain, Kind.NS, String.class);
    }

    @Override
    public CompletionStage<DnsAnswer<String>> texts(String name) {
        return ask(name, Kind.TXT, String.class);
    }

    private synchronized ZoneDns add(String name, Kind kind, Object value) {
        records.computeIfAbsent(new Question(key(name), kind), unused -> new ArrayList<>())
                .add(value);
        return this;
    }

    private synchronized <T> CompletionStage<DnsAnswer<T>> ask(String name, Kind kind, Class<T> type) {
        String key = key(name);
        lookups.merge(key, 1, Integer::sum);
        if (silent.contains(key)) {
            return new CompletableFuture<>();
        }
        if (failing.contains(key)) {
            return CompletableFuture.completedFuture(DnsAnswer.failed());
        }
        List<Object> found = records.get(new Question(key, kind));
        if (found == null) {
            return CompletableFuture.completedFuture(exists(key) ? DnsAnswer.of(List.of()) : DnsAnswer.noName());
        }
        return CompletableFuture.completedFuture(
                DnsAnswer.of(found.stream().map(type::cast).toList()));
    }

    private boolean exists(String name) {
        return records.keySet().stream()
                .anyMatch(known -> known.name().equals(name) || known.name().endsWith("." + name));
    }

    /** Addresses in the form that {@link InetAddress#getHostAddress} gives them, names in lower case. */
    private static String key(String name) {
        boolean address = name.indexOf(':') >= 0 || name.matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
        return address ? inet(name).getHostAddress() : name.toLowerCase(Locale.ROOT);
    }

    private static InetAddress inet(String literal) {
        try {
            // A literal is never looked up.
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + literal, e);
        }
    }
}
