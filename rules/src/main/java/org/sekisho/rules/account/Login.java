package org.sekisho.rules.account;

import java.time.Instant;
import java.util.Optional;
import org.sekisho.rules.origin.Coordinates;

/**
 * An account has logged in.
 *
 * @param time in whole seconds
 * @param at where the operator's files know it: rounded to a tenth of a degree, about 10 km
 * @param network a keyed hash of the client's network: /24, or /48 for IPv6
 * @param address a keyed hash of the client's address, or of its /64 for IPv6
 * @param tells what its address says of where its user is
 */
record Login(Instant time, Place place, Optional<Coordinates> at, int network, int address, Tells tells) {

    /** Its part of the world: the country, or the autonomous system of which the country says nothing. */
    String area() {
        return tells == Tells.NOTHING ? "AS" + place.system() : place.country();
    }

    /** What an address says of where its user is. */
    enum Tells {
        PLACE,
        /** Nothing: it belongs to a VPN, a relay or a satellite. */
        NOTHING,
        /** That it is one of the operator's own networks. */
        OURS
    }
}
