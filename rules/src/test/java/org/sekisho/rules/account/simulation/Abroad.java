package org.sekisho.rules.account.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What lies outside of the accounts' own countries, and is used from there. */
final class Abroad {
    /** Numbers of autonomous systems that the shipped list has as VPN exits. */
    private static final List<Long> LISTED = List.of(9009L, 212_238L, 60_068L, 136_787L, 14_061L, 16_276L, 20_473L);

    private static final List<String> EXIT_COUNTRIES =
            List.of("US", "GB", "NL", "DE", "SG", "HK", "TW", "CH", "SE", "AU", "JP");

    /** Exits of VPN services in systems that are in the shipped list. */
    final List<Provider> listedExits = new ArrayList<>();
    /** Those of the others, and of companies whose gateway is in another country. */
    final List<Provider> otherExits = new ArrayList<>();
    /** Where the data of a travel SIM come out. */
    final List<Provider> travelSims = new ArrayList<>();
    /** Mail services that fetch and send for thousands: Google, Microsoft, Yahoo. */
    final List<Provider> webmails = new ArrayList<>();

    final List<Provider> hosters = new ArrayList<>();
    /** Lines of people whose machines are part of a botnet, or let out as proxies. */
    final List<Provider> victims = new ArrayList<>();

    Abroad(World world) {
        for (String country : EXIT_COUNTRIES) {
            LISTED.forEach(system -> listedExits.add(world.provider(country, system, 2)));
            for (int i = 0; i < 3; i++) {
                otherExits.add(world.provider(country, 2));
            }
        }
        List.of("HK", "SG", "PL", "NL").forEach(country -> travelSims.add(world.provider(country, 2)));
        webmails.add(world.provider("US", 15_169, 6));
        webmails.add(world.provider("US", 8_075, 6));
        webmails.add(world.provider("GB", 34_010, 2));
        for (String country : World.COUNTRIES) {
            hosters.add(world.provider(country, 4));
            for (int i = 0; i < 3; i++) {
                victims.add(world.provider(country, 30));
            }
        }
        // Machines for hire are mostly where VPN exits are too.
        hosters.addAll(listedExits);
    }

    static <T> T one(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
