package org.sekisho.rules.account.simulation;

import java.net.InetAddress;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Where somebody is, and over which line their mail goes, at any time of the year. */
final class Person {
    private static final double HAS_PHONE = 0.6;
    private static final double HAS_OFFICE = 0.4;
    private static final double USES_HOTSPOTS = 0.2;
    private static final double USES_WEBMAIL = 0.1;
    private static final double USES_VPN = 0.04;
    private static final double HAD_VPN_BEFORE = 0.6;
    private static final double VPN_IN_LIST = 0.7;
    private static final double VPN_AT_HOME = 0.4;
    private static final int VPN_EXITS = 4;
    private static final double FLIES = 0.1;
    private static final double HOME_ADDRESS_CHANGES = 0.6;
    private static final double A_YEAR = 1.0 / Year.DAYS;
    private static final double A_MONTH = 1.0 / 30;
    private static final double HOLIDAYS_IN_THE_COUNTRY = 1.5 * A_YEAR;
    private static final double MOVES = 0.04 * A_YEAR;
    private static final double ANOTHER_CARRIER = 0.05 * A_YEAR;

    private final Region region;
    private final Abroad abroad;
    private final Random random;
    private final boolean homeChanges;
    private final Optional<Region.Office> office;
    private final double phoneShare;
    private final double hotspotShare;
    private final double webmailShare;
    private final Provider webmail;
    private final double tripsADay;
    private final Roaming roaming;
    private final double vpnShare;
    private final int vpnFrom;
    private final boolean vpnListed;
    private final List<InetAddress> exits = new ArrayList<>();
    private Provider provider;
    private InetAddress home;
    private Optional<Provider> carrier;
    private Optional<Trip> trip = Optional.empty();
    private int movedOn = -1;

    /** What a phone does abroad. */
    private enum Roaming {
        OFF,
        /** Its data go through the carrier at home. */
        THROUGH_HOME,
        IN_THE_COUNTRY,
        /** A travel SIM, whose data come out in a third country. */
        THIRD_COUNTRY
    }

    Person(Region region, Abroad abroad, Random random) {
        this.region = region;
        this.abroad = abroad;
        this.random = random;
        provider = one(region.lines);
        home = provider.anyAddress(random);
        homeChanges = random.nextDouble() < HOME_ADDRESS_CHANGES;
        carrier = random.nextDouble() < HAS_PHONE ? Optional.of(one(region.carriers)) : Optional.empty();
        phoneShare = random.nextDouble() * 0.6;
        office = random.nextDouble() < HAS_OFFICE ? Optional.of(region.office()) : Optional.empty();
        hotspotShare = random.nextDouble() < USES_HOTSPOTS ? random.nextDouble() * 0.3 : 0;
        webmailShare = random.nextDouble() < USES_WEBMAIL ? random.nextDouble() : 0;
        webmail = random.nextBoolean() ? region.webmail : one(abroad.webmails);
        tripsADay = random.nextDouble() < FLIES ? (1 + random.nextInt(3)) * A_YEAR : 0;
        roaming = roaming(random.nextDouble());
        boolean vpn = random.nextDouble() < USES_VPN;
        vpnShare = vpn ? 0.3 + 0.7 * random.nextDouble() : 0;
        vpnFrom = random.nextDouble() < HAD_VPN_BEFORE ? 0 : random.nextInt(Year.DAYS);
        vpnListed = random.nextDouble() < VPN_IN_LIST;
        if (vpn) {
            subscribe();
        }
    }

    private static Roaming roaming(double chance) {
        if (chance < 0.25) {
            return Roaming.OFF;
        } else if (chance < 0.65) {
            return Roaming.THROUGH_HOME;
        }
        return chance < 0.8 ? Roaming.IN_THE_COUNTRY : Roaming.THIRD_COUNTRY;
    }

    private void subscribe() {
        List<Provider> all = vpnListed ? abroad.listedExits : abroad.otherExits;
        boolean athome = random.nextDouble() < VPN_AT_HOME;
        List<Provider> here = all.stream()
                .filter(exit -> exit.country().equals(region.country))
                .toList();
        for (int i = 0; i < VPN_EXITS; i++) {
            exits.add(one(athome ? here : all).anyAddress(random));
        }
    }

    private <T> T one(List<T> all) {
        return Abroad.one(all, random);
    }

    /** What changes on a day. */
    void morning(int day, Instant midnight) {
        if (homeChanges && random.nextDouble() < A_MONTH) {
            home = provider.anyAddress(random);
        }
        if (random.nextDouble() < MOVES) {
            provider = one(region.lines);
            home = provider.anyAddress(random);
            movedOn = day;
        }
        if (carrier.isPresent() && random.nextDouble() < ANOTHER_CARRIER) {
            carrier = Optional.of(one(region.carriers));
        }
        if (trip.filter(now -> midnight.isBefore(now.back())).isEmpty()) {
            if (random.nextDouble() < tripsADay) {
                trip = Optional.of(flight(midnight));
            } else if (random.nextDouble() < HOLIDAYS_IN_THE_COUNTRY) {
                trip = Optional.of(holiday(midnight));
            }
        }
    }

    private Trip flight(Instant midnight) {
        Region.Destination to = one(region.destinations);
        Instant leaves = midnight.plus(Duration.ofMinutes(random.nextInt(24 * 60)));
        Instant back = leaves.plus(Duration.ofMinutes((3 + random.nextInt(9)) * 24 * 60 + random.nextInt(600)));
        Optional<Provider> mobile = carrier.flatMap(own -> switch (roaming) {
            case OFF -> Optional.empty();
            case THROUGH_HOME -> Optional.of(own);
            case IN_THE_COUNTRY -> Optional.of(to.mobile());
            case THIRD_COUNTRY -> Optional.of(one(abroad.travelSims));
        });
        Duration flight = Duration.ofMinutes(Math.round(to.flight() * 60));
        return new Trip(leaves, back, flight, true, one(to.hotels()).anyAddress(random), mobile);
    }

    /** At the parents', or in a hotel. */
    private Trip holiday(Instant midnight) {
        Provider host = random.nextBoolean() ? one(region.lines) : one(region.hotels);
        Instant leaves = midnight.plus(Duration.ofMinutes(random.nextInt(24 * 60)));
        Instant back = leaves.plus(Duration.ofHours(30 + random.nextInt(100)));
        return new Trip(leaves, back, Duration.ofHours(2), false, host.anyAddress(random), carrier);
    }

    Provider provider() {
        return provider;
    }

    boolean movedWithin(int days, int day) {
        return movedOn >= 0 && day - movedOn < days;
    }

    /** Empty while nothing can be sent. */
    Optional<Line> line(int day, Instant now) {
        Optional<Trip> away = trip.filter(present -> present.covers(now));
        if (away.filter(present -> present.inTheAir(now)).isPresent()) {
            return Optional.empty();
        }
        if (vpnShare > 0 && day >= vpnFrom && random.nextDouble() < vpnShare) {
            // The same one mostly.
            InetAddress exit = random.nextDouble() < 0.7 ? exits.get(0) : one(exits);
            return Optional.of(new Line(exit, vpnListed ? "VPN in the list" : "other VPN"));
        }
        if (random.nextDouble() < webmailShare) {
            return Optional.of(new Line(webmail.anyAddress(random), "webmail"));
        }
        return Optional.of(away.map(this::away).orElseGet(() -> usual(now)));
    }

    /** Where their computer is, without a VPN; empty while it is in a bag. */
    Optional<Line> desk(Instant now) {
        Optional<Trip> away = trip.filter(present -> present.covers(now));
        if (away.isPresent()) {
            return away.filter(present -> !present.inTheAir(now))
                    .map(present -> new Line(present.hotel(), "Wi-Fi on a journey"));
        }
        return Optional.of(office.map(at -> new Line(at.address(), "office")).orElseGet(() -> new Line(home, "home")));
    }

    private Line away(Trip present) {
        String where = present.abroad() ? " abroad" : " on a journey";
        if (present.mobile().isPresent() && random.nextDouble() < Math.max(0.3, phoneShare)) {
            return new Line(present.mobile().get().anyAddress(random), "phone" + where);
        }
        return new Line(present.hotel(), "Wi-Fi" + where);
    }

    private Line usual(Instant now) {
        OffsetDateTime local = now.atOffset(ZoneOffset.ofHours(region.hours));
        boolean works =
                local.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0 && local.getHour() >= 9 && local.getHour() < 18;
        if (carrier.isPresent() && random.nextDouble() < phoneShare) {
            return new Line(carrier.get().anyAddress(random), "phone");
        }
        if (random.nextDouble() < hotspotShare) {
            return new Line(one(region.hotspots).anyAddress(random), "hotspot");
        }
        return works && office.isPresent() ? new Line(office.get().address(), "office") : new Line(home, "home");
    }
}
