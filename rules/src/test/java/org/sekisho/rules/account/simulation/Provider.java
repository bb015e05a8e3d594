package org.sekisho.rules.account.simulation;

import java.net.InetAddress;
import java.util.Random;

/**
 * The networks of one provider in one country.
 *
 * @param country where they truly are
 * @param first the number of its first /24 in the {@link World}
 */
record Provider(String country, long system, int first, int networks) {
    InetAddress anyAddress(Random random) {
        return World.address(first + random.nextInt(networks), 1 + random.nextInt(World.HOSTS));
    }
}
