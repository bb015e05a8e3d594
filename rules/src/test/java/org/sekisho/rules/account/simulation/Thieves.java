package org.sekisho.rules.account.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What thieves do with an account, from its beginning to its end, if nothing stops them. All send more than 50 messages. */
final class Thieves {
    private static final int LEAST = 100;
    private static final int A_DAY = 24 * 3_600;

    private final Abroad abroad;
    private final Random random;

    Thieves(Abroad abroad, Random random) {
        this.abroad = abroad;
        this.random = random;
    }

    List<Visit> plan(Theft theft, Account account, Instant begin) {
        return switch (theft.thief()) {
            case BOT_NET -> flood(theft, begin, bots(30 + random.nextInt(31)), 4, 30);
            case SOME_PROXIES -> flood(theft, begin, bots(3 + random.nextInt(4)), 10, 60);
            case HIRED_MACHINE -> trialAndFlood(theft, begin, machinesAbroad(account));
            case SAME_COUNTRY ->
                trialAndFlood(theft, begin, random.nextBoolean() ? account.region.hosters : account.region.lines);
            case LOW_AND_SLOW -> slow(theft, begin, bots(1), 5, 15);
            case CHANGING_PROXIES -> slow(theft, begin, bots(30), 3, 15);
            case WHILE_LEARNT, FORGOTTEN_ACCOUNT -> flood(theft, begin, one(machinesAbroad(account)), 20, 60);
            case SAME_PROVIDER -> flood(theft, begin, List.of(line(account.provider())), 20, 60);
        };
    }

    private List<Provider> machinesAbroad(Account account) {
        return abroad.hosters.stream()
                .filter(hoster -> !hoster.country().equals(account.region.country))
                .toList();
    }

    private Line line(Provider provider) {
        return new Line(provider.anyAddress(random), "thief");
    }

    private List<Line> one(List<Provider> providers) {
        return List.of(line(Abroad.one(providers, random)));
    }

    /** Machines in as many countries. */
    private List<Line> bots(int count) {
        List<Provider> all = new ArrayList<>(abroad.victims);
        Collections.shuffle(all, random);
        List<String> countries = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (Provider provider : all) {
            if (lines.size() < count && !countries.contains(provider.country())) {
                countries.add(provider.country());
                lines.add(line(provider));
            }
        }
        return lines;
    }

    private List<Visit> trialAndFlood(Theft theft, Instant begin, List<Provider> providers) {
        List<Line> machine = one(providers);
        List<Visit> visits = new ArrayList<>();
        visits.add(Visit.ofThief(begin, theft, machine.get(0), 1));
        Instant flood = begin.plus(Duration.ofSeconds(A_DAY + random.nextInt(19 * A_DAY)));
        visits.addAll(flood(theft, flood, machine, 50, 60));
        return visits;
    }

    /** Over all lines in turn by chance, at most so many messages a session and seconds between them. */
    private List<Visit> flood(Theft theft, Instant begin, List<Line> lines, int most, int pause) {
        List<Visit> visits = new ArrayList<>();
        Instant now = begin;
        for (int left = LEAST + random.nextInt(900); left > 0; ) {
            int messages = Math.min(left, 1 + random.nextInt(most));
            visits.add(Visit.ofThief(now, theft, Abroad.one(lines, random), messages));
            now = now.plus(Duration.ofSeconds(1 + random.nextInt(pause)));
            left -= messages;
        }
        return visits;
    }

    /** For three weeks, each day over the next line. */
    private List<Visit> slow(Theft theft, Instant begin, List<Line> lines, int least, int most) {
        List<Visit> visits = new ArrayList<>();
        for (int day = 0; day < 21; day++) {
            Line line = lines.get(day % lines.size());
            List<Integer> seconds = new ArrayList<>();
            for (int left = least + random.nextInt(most - least + 1); left > 0; left--) {
                seconds.add(random.nextInt(A_DAY));
            }
            Collections.sort(seconds);
            Instant midnight = begin.plus(Duration.ofDays(day));
            seconds.forEach(second -> visits.add(Visit.ofThief(midnight.plusSeconds(second), theft, line, 1)));
        }
        return visits;
    }
}
