package org.sekisho.rules.jail;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many failures a jail has seen since the start, and for which of the domains behind us: who serves many customers sees
 * whose addresses are guessed. Thread-safe.
 */
final class Failures {
    /** So many domains have a count of their own, those that were seen first. */
    private static final int MOST_DOMAINS = 1_000;

    private static final String OTHERS = "other domains";

    private final Map<String, Long> byDomain = new TreeMap<>();
    private long all;

    /** @param domain the recipient's, if there is one */
    synchronized void count(Optional<String> domain) {
        all++;
        domain.map(name -> byDomain.size() < MOST_DOMAINS || byDomain.containsKey(name) ? name : OTHERS)
                .ifPresent(name -> byDomain.merge(name, 1L, Long::sum));
    }

    synchronized long all() {
        return all;
    }

    synchronized Map<String, Long> byDomain() {
        return Map.copyOf(byDomain);
    }
}
