package org.sekisho.rules.account.simulation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origin.AutonomousSystem;
import org.sekisho.rules.origin.Origins;

/** The addresses of the world, /24 by /24, and what a data file says of each: now and then what is wrong. */
final class World implements Origins {
    /** In each /24. */
    static final int HOSTS = 250;

    /** Where thieves find machines, and files of countries their errors. */
    static final List<String> COUNTRIES =
            List.of(("US DE FR GB TH SG VN KR TW AU IT ES BR IN CN HK MY ID PH NL RU UA PL RO TR"
                            + " MX AR CL CO PE ZA NG KE EG MA PK BD IR IQ KZ BG RS CZ HU SE FI GR PT CA VE")
                    .split(" ", -1));

    /** Of so many networks one is in a wrong country, of so many one in the country next door. */
    private static final int WRONG = 500;

    private static final int NEXT_DOOR = 200;
    private static final int FIRST_OCTET = 20;
    private static final int OCTET = 256;

    private final Random random;
    private final List<Origin> networks = new ArrayList<>();
    private long systems = 4_200_000_000L;

    World(Random random) {
        this.random = random;
    }

    /** A provider whose number is in no list. */
    Provider provider(String country, int size, String... neighbours) {
        systems++;
        return provider(country, systems, size, neighbours);
    }

    /**
     * @param system the number of its autonomous system
     * @param size so many /24
     * @param neighbours countries that are taken for its own now and then
     */
    Provider provider(String country, long system, int size, String... neighbours) {
        Provider provider = new Provider(country, system, networks.size(), size);
        for (int i = 0; i < size; i++) {
            String said = country;
            if (random.nextInt(WRONG) == 0) {
                said = one(COUNTRIES);
            } else if (neighbours.length > 0 && random.nextInt(NEXT_DOOR) == 0) {
                said = one(List.of(neighbours));
            }
            networks.add(
                    new Origin(Optional.of(said), Optional.of(new AutonomousSystem(system, "")), Optional.empty()));
        }
        return provider;
    }

    <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    static InetAddress address(int network, int host) {
        byte[] octets = {
            (byte) (FIRST_OCTET + network / OCTET / OCTET), (byte) (network / OCTET), (byte) network, (byte) host
        };
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Origin of(InetAddress address) {
        byte[] octets = address.getAddress();
        int network =
                ((octets[0] & 0xFF) - FIRST_OCTET) * OCTET * OCTET + (octets[1] & 0xFF) * OCTET + (octets[2] & 0xFF);
        return networks.get(network);
    }
}
