package org.sekisho.app.action;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.sekisho.rules.jail.Ban;

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

    /** Where a subject is kept. */
    private enum Kept {
        ADDRESS4("ipv4_addr", ""),
        NETWORK4("ipv4_addr", "interval,"),
        ADDRESS6("ipv6_addr", ""),
        NETWORK6("ipv6_addr", "interval,");

        final String type;
        final String flags;

        Kept(String type, String flags) {
            this.type = type;
            this.flags = flags + "timeout";
        }

        static Kept of(String subject) {
            boolean six = subject.indexOf(':') >= 0;
            if (subject.indexOf('/') >= 0) {
                return six ? NETWORK6 : NETWORK4;
            }
            return six ? ADDRESS6 : ADDRESS4;
        }

        String set() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        String source() {
            return type.equals("ipv4_addr") ? "ip saddr" : "ip6 saddr";
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
        for (Kept kept : Kept.values()) {
            line("add set " + table + " " + kept.set() + " { type " + kept.type + "; flags " + kept.flags + "; }");
        }
        line("add chain " + table + " banned");
        String end = settings.block() == NftablesSettings.Block.DROP ? "drop" : "reject with tcp reset";
        for (Kept kept : Kept.values()) {
            line("add rule " + table + " banned " + kept.source() + " @" + kept.set() + " counter " + end);
        }
        line("add chain " + table + " input { type filter hook input priority -1; policy accept; }");
        String ports = settings.ports().stream().map(String::valueOf).collect(Collectors.joining(", "));
        line("add rule " + table + " input tcp dport { " + ports
                + " } tcp flags & (fin | syn | rst | ack) == syn jump banned");
        return this;
    }

    /** Addresses alone, for what is left of each ban. One that is there already gets its new end. */
    NftScript put(Collection<Ban> addresses, Instant now) {
        takeOut(addresses);
        return add(addresses, now);
    }

    /** Whether it is there or has just run out: an element that is not there cannot be deleted. */
    NftScript takeOut(Collection<Ban> addresses) {
        for (Kept kept : Kept.values()) {
            List<String> elements = new ArrayList<>();
            addresses.stream()
                    .map(ban -> ban.subject().toString())
                    .filter(subject -> Kept.of(subject) == kept)
                    .forEach(elements::add);
            elements("add", kept, elements);
            elements("delete", kept, elements);
        }
        return this;
    }

    /** All networks that are kept, none of them within another one. */
    NftScript networks(Collection<Ban> all, Instant now) {
        line("flush set " + table + " " + Kept.NETWORK4.set());
        line("flush set " + table + " " + Kept.NETWORK6.set());
        return add(all, now);
    }

    private NftScript add(Collection<Ban> bans, Instant now) {
        for (Kept kept : Kept.values()) {
            List<String> elements = new ArrayList<>();
            for (Ban ban : bans) {
                String subject = ban.subject().toString();
                if (Kept.of(subject) == kept) {
                    elements.add(subject + timeout(ban, now));
                }
            }
            elements("add", kept, elements);
        }
        return this;
    }

    private static String timeout(Ban ban, Instant now) {
        return ban.until()
                .map(until -> Duration.between(now, until))
                .filter(left -> left.compareTo(LONGEST_TIMEOUT) < 0)
                .map(left -> " timeout " + Math.max(1, left.plusMillis(999).toSeconds()) + "s")
                .orElse("");
    }

    private void elements(String verb, Kept kept, List<String> elements) {
        if (!elements.isEmpty()) {
            line(verb + " element " + table + " " + kept.set() + " { " + String.join(", ", elements) + " }");
        }
    }

    private void line(String line) {
        lines.append(line).append('\n');
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
