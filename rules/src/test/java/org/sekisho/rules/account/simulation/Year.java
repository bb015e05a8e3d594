package org.sekisho.rules.account.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.sekisho.rules.account.Alarm;
import org.sekisho.testing.ManualTime;

/**
 * A year of sessions through a {@link Gate}. Thefts are of accounts beside those whose false alarms are counted. A thief who is
 * refused gives up; owners, refused or not, come again as they would have. Equal seeds make equal years.
 */
final class Year implements Gate.Audience {
    static final int DAYS = 365;

    /** Of a hundred accounts so many are in Japan, the others in Germany, where borders are near. */
    private static final int IN_JAPAN = 70;

    /** The proxy itself looks every five seconds. */
    private static final Duration TICK = Duration.ofMinutes(10);

    private static final int LEARNT_DAYS = 14;
    private static final int LONGEST_THEFT = 25;
    /** By then an account that is seldom used is known. */
    private static final int FIRST_THEFT = 15;

    private final Random random;
    private final ManualTime time = new ManualTime();
    private final World world;
    private final Gate gate;
    private final Ledger ledger;
    private final List<Region> regions = new ArrayList<>();
    private final List<Account> accounts = new ArrayList<>();
    private final Map<String, Theft> stolen = new HashMap<>();
    private final List<Visit> thefts = new ArrayList<>();
    private Optional<Visit> present = Optional.empty();
    private Instant nextTick = Instant.EPOCH;
    private int day;

    Year(int count, int thefts, long seed) {
        random = new Random(seed);
        world = new World(random);
        ledger = new Ledger(count);
        gate = new Gate(time, world, this);
        populate(count, thefts);
    }

    private void populate(int count, int robbed) {
        Region japan = Region.japan(world, random, count * IN_JAPAN / 100);
        Region germany = Region.germany(world, random, count - count * IN_JAPAN / 100);
        regions.addAll(List.of(japan, germany));
        Abroad abroad = new Abroad(world);
        for (int i = 0; i < count + robbed; i++) {
            Region region = i % 100 < IN_JAPAN ? japan : germany;
            accounts.add(new Account("user" + i + "@example.jp", region, abroad, random));
        }
        Thieves thieves = new Thieves(abroad, random);
        Instant midnight = time.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        for (int i = 0; i < robbed; i++) {
            Account victim = accounts.get(count + i);
            Theft theft = new Theft(Thief.of(i), victim.name);
            int from = theft.thief() == Thief.WHILE_LEARNT
                    ? random.nextInt(LEARNT_DAYS)
                    : FIRST_THEFT + random.nextInt(DAYS - FIRST_THEFT - LONGEST_THEFT);
            Instant begin = midnight.plus(Duration.ofSeconds(from * 86_400L + random.nextInt(86_400)));
            thefts.addAll(thieves.plan(theft, victim, begin));
            stolen.put(victim.name, theft);
            ledger.theft(theft);
        }
        thefts.sort(Comparator.comparing(Visit::time));
    }

    Ledger run() {
        Instant midnight = time.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        int nextTheft = 0;
        for (day = 0; day < DAYS; day++) {
            regions.forEach(Region::morning);
            List<Visit> visits = new ArrayList<>();
            for (Account account : accounts) {
                Theft theft = stolen.get(account.name);
                if (theft == null || theft.thief() != Thief.FORGOTTEN_ACCOUNT) {
                    account.day(day, midnight, visits::add);
                }
            }
            midnight = midnight.plus(Duration.ofDays(1));
            while (nextTheft < thefts.size() && thefts.get(nextTheft).time().isBefore(midnight)) {
                visits.add(thefts.get(nextTheft));
                nextTheft++;
            }
            visits.sort(Comparator.comparing(Visit::time));
            visits.forEach(this::play);
        }
        return ledger;
    }

    private void play(Visit visit) {
        if (visit.time().isAfter(time.instant())) {
            time.advance(Duration.between(time.instant(), visit.time()));
        }
        if (!time.instant().isBefore(nextTick)) {
            gate.tick();
            nextTick = time.instant().plus(TICK);
        }
        if (visit.theft().filter(Theft::stopped).isPresent()) {
            return;
        }
        present = Optional.of(visit);
        Gate.Outcome outcome = gate.play(visit);
        ledger.session(outcome.sent());
        visit.theft().ifPresent(theft -> theft.sent(outcome.sent()));
        if (outcome.refused()) {
            visit.theft()
                    .ifPresentOrElse(Theft::stop, () -> ledger.keptOut(visit.account(), isStolen(visit.account())));
        }
    }

    private boolean isStolen(String account) {
        return stolen.containsKey(account);
    }

    @Override
    public void alarmed(Alarm alarm) {
        Theft theft = stolen.get(alarm.account());
        if (theft == null) {
            ledger.falseAlarm(alarm, present.map(visit -> visit.line().kind()).orElse(""), day);
        } else if (alarm.score() >= Ledger.ACT && !theft.stopped()) {
            theft.caughtBy(alarm.net());
        }
    }

    @Override
    public void restricted(String account) {
        if (!isStolen(account)) {
            ledger.falseRestriction(account);
        }
    }

    @Override
    public void owed(String account) {
        if (!isStolen(account)) {
            ledger.falseNotice();
        }
    }
}
