package org.sekisho.rules.account;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Autonomous systems whose addresses do not tell where their users are: VPN exits, relays, satellites, webmail. */
final class PlacelessSystems {
    private static final String FILE = "placeless-systems.txt";

    private final Set<Long> numbers = new HashSet<>();

    /** @param more such as {@code AS64500} */
    PlacelessSystems(List<String> more) {
        Atlas.lines(FILE).forEach(line -> numbers.add(Long.parseLong(line.substring(0, line.indexOf(' ')))));
        more.forEach(system -> numbers.add(Long.parseLong(system.replaceFirst("^AS", ""))));
    }

    boolean include(long system) {
        return numbers.contains(system);
    }
}
