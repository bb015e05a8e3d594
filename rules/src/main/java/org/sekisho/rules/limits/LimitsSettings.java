package org.sekisho.rules.limits;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the rule {@code limits} allows. A limit that is not named stays as it is by default; {@code off} or 0 takes it away.
 *
 * @param rates by name, such as {@code connections-per-address}, how many in a time and how many in one go:
 *     {@code 30/1m burst 60}
 * @param atOnce connections at the same time per address, network (/24, /64) and account
 */
public record LimitsSettings(Map<String, String> rates, Map<String, Integer> atOnce) {
    /**
     * Nothing that a mailing list or a large provider reaches by delivering to valid recipients: no message or recipient of
     * theirs is counted, only connections, and what they do wrong.
     */
    private static final Map<String, String> RATES = Map.of(
            "connections-per-address", "60/1m burst 120",
            "connections-per-network", "240/1m burst 480",
            "unknown-recipients-per-address", "20/10m burst 40",
            "unknown-recipients-per-network", "60/10m burst 120",
            "errors-per-address", "60/10m burst 120",
            "messages-per-account", "300/1h",
            "recipients-per-account", "1000/1h burst 2000");

    private static final Map<String, Integer> AT_ONCE = Map.of("address", 30, "network", 100, "account", 20);

    /** The limits of an operator who says nothing. */
    public static final LimitsSettings DEFAULTS = new LimitsSettings(RATES, AT_ONCE);

    public LimitsSettings {
        rates = merged(RATES, rates);
        atOnce = merged(AT_ONCE, atOnce);
        rates.forEach(Limit::read);
        atOnce.forEach(LimitsSettings::checkAtOnce);
    }

    private static <V> Map<String, V> merged(Map<String, V> defaults, Map<String, V> given) {
        Map<String, V> all = new TreeMap<>(defaults);
        all.putAll(given);
        return Collections.unmodifiableMap(all);
    }

    private static void checkAtOnce(String name, int most) {
        if (!Set.of("address", "network", "account").contains(name)) {
            throw new IllegalArgumentException("atOnce." + name + " must be one of address, network, account");
        }
        if (most < 0) {
            throw new IllegalArgumentException("atOnce." + name + " must be 0 for no limit, or more; is " + most);
        }
    }

    /** The limits that are not off, by name. */
    List<Limit> limits() {
        return rates.entrySet().stream()
                .flatMap(rate -> Limit.read(rate.getKey(), rate.getValue()).stream())
                .toList();
    }

    /** How many connections at the same time; 0 for no limit. */
    int most(Per per) {
        return atOnce.getOrDefault(per.key(), 0);
    }
}
