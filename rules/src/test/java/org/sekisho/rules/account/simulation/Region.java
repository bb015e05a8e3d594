package org.sekisho.rules.account.simulation;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A country that accounts are at home in: its providers and offices, and where its people fly to. */
final class Region {
    private static final double OFFICE_MOVES = 0.1 / Year.DAYS;
    private static final int ACCOUNTS_PER_OFFICE = 25;
    private static final int HOTELS = 12;

    final String country;
    /** Ahead of UTC. */
    final int hours;

    final List<Provider> lines = new ArrayList<>();
    final List<Provider> carriers = new ArrayList<>();
    final List<Provider> hotspots = new ArrayList<>();
    final List<Provider> hotels = new ArrayList<>();
    final List<Provider> hosters = new ArrayList<>();
    final List<Destination> destinations = new ArrayList<>();
    /** In the country itself, for thousands of accounts. */
    final Provider webmail;

    private final World world;
    private final Random random;
    private final String[] neighbours;
    private final List<Office> offices = new ArrayList<>();

    /** @param flight in hours, from gate to gate */
    record Destination(String country, double flight, Provider mobile, List<Provider> hotels) {}

    /** All who work there are behind one address. */
    static final class Office {
        private InetAddress address;

        private Office(InetAddress address) {
            this.address = address;
        }

        InetAddress address() {
            return address;
        }
    }

    private Region(World world, Random random, int accounts, String country, int hours, String... neighbours) {
        this.world = world;
        this.random = random;
        this.country = country;
        this.hours = hours;
        this.neighbours = neighbours;
        fill(lines, 6, 40);
        // Many phones share an address (CGNAT).
        fill(carriers, 3, 12);
        fill(hotspots, 6, 20);
        fill(hotels, 20, 4);
        fill(hosters, 4, 20);
        webmail = world.provider(country, 1);
        for (int i = 0; i <= accounts / ACCOUNTS_PER_OFFICE; i++) {
            offices.add(new Office(world.one(lines).anyAddress(random)));
        }
    }

    private void fill(List<Provider> providers, int count, int size) {
        for (int i = 0; i < count; i++) {
            providers.add(world.provider(country, size, neighbours));
        }
    }

    static Region japan(World world, Random random, int accounts) {
        Region japan = new Region(world, random, accounts, "JP", 9);
        japan.flights(
                "KR 2.5 5, US 11 3, TW 4 2, TH 7 2, CN 4 2, VN 6 1, HK 5 1, SG 7.5 1, PH 5 1, AU 10 1, FR 14 1, GB 14 1");
        return japan;
    }

    static Region germany(World world, Random random, int accounts) {
        Region germany = new Region(world, random, accounts, "DE", 1, "AT", "CH", "FR", "NL", "PL");
        germany.flights(
                "AT 1.5 4, IT 2 4, ES 2.5 4, TR 3.5 2, FR 1.5 2, GR 3 2, NL 1 2, GB 1.7 1, US 9 1, EG 4.5 1, TH 11 1");
        return germany;
    }

    /** @param table countries, hours and weights */
    private void flights(String table) {
        for (String line : table.split(", ", -1)) {
            String[] words = line.split(" ", -1);
            List<Provider> there = new ArrayList<>();
            for (int i = 0; i < HOTELS; i++) {
                there.add(world.provider(words[0], 2));
            }
            Destination destination =
                    new Destination(words[0], Double.parseDouble(words[1]), world.provider(words[0], 20), there);
            for (int weight = Integer.parseInt(words[2]); weight > 0; weight--) {
                destinations.add(destination);
            }
        }
    }

    void morning() {
        for (Office office : offices) {
            if (random.nextDouble() < OFFICE_MOVES) {
                office.address = world.one(lines).anyAddress(random);
            }
        }
    }

    Office office() {
        // Some are large.
        return offices.get((int) (offices.size() * Math.pow(random.nextDouble(), 2)));
    }
}
