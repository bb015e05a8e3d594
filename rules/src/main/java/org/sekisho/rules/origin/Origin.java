package org.sekisho.rules.origin;

import java.util.Optional;

/**
 * Where an address is, as far as the data files know.
 *
 * @param country ISO 3166-1 alpha-2 in capitals, such as {@code JP}
 * @param system the autonomous system that announces it
 * @param place only where the operator gives a file of cities
 */
public record Origin(Optional<String> country, Optional<AutonomousSystem> system, Optional<Coordinates> place) {
    public static final Origin UNKNOWN = new Origin(Optional.empty(), Optional.empty(), Optional.empty());

    /** @param name whose it is; may be empty */
    public record AutonomousSystem(long number, String name) {
        @Override
        public String toString() {
            return "AS" + number + (name.isEmpty() ? "" : " " + name);
        }
    }
}
