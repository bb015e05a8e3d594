package org.sekisho.app.action;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sekisho.rules.jail.Ban;
import org.sekisho.settings.Network;

/**
 * Lines for {@code nft -f -}, which does all of them or none. Addresses alone and networks have sets of their own: an
 * address within a network that is banned, too, would be an overlap, which nft refuses.
 */
final class NftScript {
    /** Longer than this the kernel keeps no time (2^32 ms); such a ban is removed when it ends. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(49);

    private final String table;
    private final StringBuilder lines = new StringBuilder();

    NftScript(String table) {
        this.table = "inet " + table;
    }

    /** Where somebody is kept; the chain asks the sets in this order. */
    private enum Kept {
        ALLOWED4("ip", "interval"),
        ALLOWED6("ip6", "interval"),
        ADDRESS4("ip", "timeout"),
        NETWORK4("ip", "interval,timeout"),
        ADDRESS6("ip6", "timeout"),
        NETWORK6("ip6", "interval,timeout");

        final String protocol;
        final String flags;

        Kept(String protocol, String flags) {
            this.protocol = protocol;
            this.flags = flags;
        }

        static Kept banned(Network subject) {
            boolean six = isSix(subject);
            if (subject.toString().indexOf('/') >= 0) {
                return six ? NETWORK6 : NETWORK4;
            }
            return six ? ADDRESS6 : ADDRESS4;
        }

        static Kept allowed(Network network) {
            return isSix(network) ? ALLOWED6 : ALLOWED4;
        }

        private static boolean isSix(Network network) {
            return network.toString().indexOf(':') >= 0;
        }

        boolean passes() {
            return this == ALLOWED4 || this == ALLOWED6;
        }

        String set() {
            return name().toLowerCase(Locale.ROOT);
        }

        String type() {
            return protocol.equals("ip") ? "ipv4_addr" : "ipv6_addr";
        }
    }

    /** Without the table, whether it is there or not. */
    NftScript remove() {
        line("add table " + table);
        line("delete table " + table);
        return this;
    }

    /**
     * The empty table. Only attempts to connect are blocked: a session that is open gets its last reply from the proxy, and
     * no packet of it is left without an answer.
     */
    NftScript create(NftablesSettings settings) {
        line("add table " + table);
        line("add chain " + table + " banned");
        String end = settings.block() == NftablesSettings.Block.DROP ? "drop" : "reject with tcp reset";
        for (Kept kept : Kept.values()) {
            line("add set " + table + " " + kept.set() + " { type " + kept.type() + "; flags " + kept.flags + "; }");
            line("add rule " + table + " banned " + kept.protocol + " saddr @" + kept.set() + " counter "
                    + (kept.passes() ? "accept" : end));
        }
        line("add chain " + table + " input { type filter hook input priority -1; policy accept; }");
        String ports = settings.ports().stream().map(String::valueOf).collect(Collectors.joining(", "));
        line("add rule " + table + " input tcp dport { " + ports
                + " } tcp flags & (fin | syn | rst | ack) == syn jump banned");
        return this;
    }

    /** Addresses alone, for what is left of each ban; each only once, and not while it is there. */
    NftScript put(Collection<Ban> addresses, Instant now) {
        return add(addresses, now);
    }

    /** Whether it is there or has just run out: an element that is not there cannot be deleted. */
    NftScript takeOut(Collection<Network> addresses) {
        Map<Kept, List<String>> sorted = sorted(addresses, Kept::banned, Network::toString);
        elements("add", sorted);
        elements("delete", sorted);
        return this;
    }

    /** All networks that are kept, none of them within another one. */
    NftScript networks(Collection<Ban> all, Instant now) {
        flush(Kept.NETWORK4, Kept.NETWORK6);
        return add(all, now);
    }

    /** All that are let through, none of them within another one. */
    NftScript allowed(Collection<Network> all) {
        flush(Kept.ALLOWED4, Kept.ALLOWED6);
        elements("add", sorted(all, Kept::allowed, Network::toString));
        return this;
    }

    private void flush(Kept... sets) {
        for (Kept kept : sets) {
            line("flush set " + table + " " + kept.set());
        }
    }

    private NftScript add(Collection<Ban> bans, Instant now) {
        elements("add", sorted(bans, ban -> Kept.banned(ban.subject()), ban -> ban.subject() + timeout(ban, now)));
        return this;
    }

    private static <T> Map<Kept, List<String>> sorted(
            Collection<T> all, Function<T, Kept> where, Function<T, String> element) {
        return all.stream()
                .collect(Collectors.groupingBy(
                        where, () -> new EnumMap<>(Kept.class), Collectors.mapping(element, Collectors.toList())));
    }

    private static String timeout(Ban ban, Instant now) {
        return ban.until()
                .map(until -> Duration.between(now, until))
                .filter(left -> left.compareTo(LONGEST_TIMEOUT) < 0)
                .map(left -> " timeout " + Math.max(1, left.plusMillis(999).toSeconds()) + "s")
                .orElse("");
    }

    private void elements(String verb, Map<Kept, List<String>> sorted) {
        sorted.forEach((kept, elements) ->
                line(verb + " element " + table + " " + kept.set() + " { " + String.join(", ", elements) + " }"));
    }

    private void line(String line) {
        lines.append(line).append('\n');
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
