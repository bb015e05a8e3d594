package org.sekisho.rules.account.simulation;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** An account that is used as it should be. */
final class Account {
    private static final double SHARED = 0.05;
    private static final int MOST_PEOPLE = 5;
    private static final double A_YEAR = 1.0 / Year.DAYS;
    private static final double SERVER_MOVES = 0.1 * A_YEAR;
    /** Christmas, an invitation, a change of address: to each friend a message. */
    private static final double WRITES_TO_ALL_FRIENDS = 0.05 * A_YEAR;

    private static final double TELLS_ALL_FRIENDS_OF_THE_REMOVAL = 0.05 / 7;
    private static final double HAS_A_CIRCLE = 0.02;
    private static final int DAYS_A_MONTH = 30;
    private static final int FROM = 7;
    private static final int WAKING_HOURS = 17;
    private static final int A_DAY = 24;
    private static final long LETTER = 40_000;
    private static final long WITH_PICTURES = 8_000_000;
    private static final long INVOICE = 150_000;

    /** What sends its mail. */
    private enum Kind {
        PEOPLE,
        /** Somebody who sends so many at once, one for each reader, some times a month. */
        NEWSLETTER,
        /** A server that sends invoices and the like day and night, most at the end of the month. */
        APPLICATION
    }

    final String name;
    final Region region;

    private final Random random;
    private final Abroad abroad;
    private final Kind kind;
    private final double perMonth;
    private final List<Person> people = new ArrayList<>();
    private final int runsPerMonth;
    /** To so many at once some messages go; 0 for most accounts. */
    private final int circle;

    private Line server;

    Account(String name, Region region, Abroad abroad, Random random) {
        this.name = name;
        this.region = region;
        this.abroad = abroad;
        this.random = random;
        perMonth = Volume.aMonth(random);
        kind = kind(perMonth, random.nextDouble());
        boolean shared = random.nextDouble() < SHARED;
        for (int users = shared ? 2 + random.nextInt(MOST_PEOPLE - 1) : 1; users > 0; users--) {
            people.add(new Person(region, abroad, random));
        }
        runsPerMonth = random.nextBoolean() ? 1 : 4;
        circle = random.nextDouble() < HAS_A_CIRCLE ? 30 + random.nextInt(120) : 0;
        server = server();
    }

    private static Kind kind(double perMonth, double chance) {
        if (perMonth > 1_000) {
            return chance < 0.5 ? Kind.APPLICATION : Kind.NEWSLETTER;
        } else if (perMonth > 100 && chance < 0.4) {
            return chance < 0.3 ? Kind.APPLICATION : Kind.NEWSLETTER;
        }
        return Kind.PEOPLE;
    }

    private Line server() {
        boolean listed = random.nextDouble() < 0.3;
        List<Provider> hosters = listed ? abroad.listedExits : region.hosters;
        return new Line(Abroad.one(hosters, random).anyAddress(random), "server");
    }

    /** At the owner's own provider. */
    Provider provider() {
        return people.get(0).provider();
    }

    /** All sessions of a day. */
    void day(int day, Instant midnight, Consumer<Visit> visits) {
        people.forEach(person -> person.morning(day, midnight));
        switch (kind) {
            case PEOPLE -> write(day, midnight, visits);
            case NEWSLETTER -> publish(day, midnight, visits);
            case APPLICATION -> invoice(day, midnight, visits);
        }
    }

    private void write(int day, Instant midnight, Consumer<Visit> visits) {
        boolean weekend = midnight.atOffset(ZoneOffset.UTC).getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
        int messages = Volume.poisson(perMonth / DAYS_A_MONTH * (weekend ? 0.4 : 1.25), random);
        if (random.nextDouble() < 0.1) {
            messages *= 2;
        }
        while (messages > 0) {
            int now = Math.min(messages, random.nextDouble() < 0.7 ? 1 : 2 + random.nextInt(3));
            boolean pictures = random.nextDouble() < 0.1;
            boolean toCircle = circle > 0 && random.nextDouble() < 0.1;
            int recipients = toCircle ? circle : 1 + random.nextInt(3);
            send(day, waking(midnight), now, recipients, pictures ? WITH_PICTURES : LETTER, visits);
            messages -= now;
        }
        boolean moved = people.get(0).movedWithin(7, day) && random.nextDouble() < TELLS_ALL_FRIENDS_OF_THE_REMOVAL;
        if (moved || random.nextDouble() < WRITES_TO_ALL_FRIENDS) {
            send(day, waking(midnight), 20 + random.nextInt(40), 1, LETTER, visits);
        }
    }

    private void publish(int day, Instant midnight, Consumer<Visit> visits) {
        int every = DAYS_A_MONTH / runsPerMonth;
        if (day % every != Math.floorMod(name.hashCode(), every)) {
            return;
        }
        int left = (int) (perMonth / runsPerMonth * (0.8 + 0.4 * random.nextDouble()));
        Instant time = waking(midnight);
        Optional<Line> line = people.get(0).desk(time);
        while (left > 0 && line.isPresent()) {
            int now = Math.min(left, 50);
            visits.accept(Visit.ofOwner(time, name, line.get(), now, 1, LETTER));
            time = time.plus(Duration.ofSeconds(100));
            left -= now;
        }
    }

    private void invoice(int day, Instant midnight, Consumer<Visit> visits) {
        if (random.nextDouble() < SERVER_MOVES) {
            server = server();
        }
        boolean endOfMonth = day % DAYS_A_MONTH == DAYS_A_MONTH - 1;
        int left = Volume.poisson(perMonth / DAYS_A_MONTH * (endOfMonth ? 4 : 0.9), random);
        while (left > 0) {
            int now = Math.min(left, 1 + random.nextInt(20));
            Instant time = midnight.plus(Duration.ofSeconds(random.nextInt(A_DAY * 3_600)));
            visits.accept(Visit.ofOwner(time, name, server, now, 1, INVOICE));
            left -= now;
        }
    }

    private void send(int day, Instant time, int messages, int recipients, long octets, Consumer<Visit> visits) {
        Person person = people.get(random.nextInt(people.size()));
        person.line(day, time)
                .ifPresent(line -> visits.accept(Visit.ofOwner(time, name, line, messages, recipients, octets)));
    }

    /** At some time of the day in the account's own country, the night apart. */
    private Instant waking(Instant midnight) {
        int local = FROM * 3_600 + random.nextInt(WAKING_HOURS * 3_600);
        int second = Math.floorMod(local - region.hours * 3_600, A_DAY * 3_600);
        return midnight.plus(Duration.ofSeconds(second));
    }
}
