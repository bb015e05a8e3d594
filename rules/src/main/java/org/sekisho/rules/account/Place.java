package org.sekisho.rules.account;

import org.sekisho.rules.origin.Origin;

/**
 * Where an account may be at home: country and autonomous system, or the network where neither is known.
 *
 * @param country empty if unknown
 * @param system 0 if unknown
 * @param network a keyed hash of the network; 0 where country or system is known
 */
public record Place(String country, long system, int network) {

    static Place of(Origin origin, int network) {
        String country = origin.country().orElse("");
        long system = origin.system().map(Origin.AutonomousSystem::number).orElse(0L);
        return new Place(country, system, country.isEmpty() && system == 0 ? network : 0);
    }

    @Override
    public String toString() {
        if (network != 0) {
            return "an unknown network";
        }
        return (country.isEmpty() ? "an unknown country" : country) + (system == 0 ? "" : " (AS" + system + ")");
    }
}
