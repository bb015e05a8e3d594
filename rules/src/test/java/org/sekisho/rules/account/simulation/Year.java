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
import java.util.OptionalInt;
import java.util.Random;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Stage;
import org.sekisho.rules.account.AccountKeeper;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.account.Alarms;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;

/**
 * A year of sessions through a keeper with the shipped thresholds. Thefts are of accounts beside those whose false alarms are
 * counted. An alarm that automatic mode acts on restricts its account for a day: whoever then comes from where it does not know
 * is stopped, and gives up. Equal seeds make equal years.
 */
final class Year {
    static final int DAYS = 365;

    /** Of a hundred accounts so many are in Japan, the others in Germany, where borders are near. */
    private static final int IN_JAPAN = 70;

    private static final Duration RESTRICTION = Duration.ofDays(1);
    private static final int LEARNT_DAYS = 14;
    private static final int LONGEST_THEFT = 25;
    /** By then an account that is seldom used is known. */
    private static final int FIRST_THEFT = 15;

    private static final int MOST_RECIPIENTS = 150;
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Ok");

    private final Random random;
    private final ManualTime time = new ManualTime();
    private final World world;
    private final AccountKeeper keeper;
    private final Ledger ledger;
    private final List<Region> regions = new ArrayList<>();
    private final List<Account> accounts = new ArrayList<>();
    private final Map<String, Theft> stolen = new HashMap<>();
    private final List<Visit> thefts = new ArrayList<>();
    private final List<Mailbox> readers = new ArrayList<>();
    private Optional<Visit> present = Optional.empty();
    private int day;

    Year(int count, int thefts, long seed) {
        random = new Random(seed);
        world = new World(random);
        ledger = new Ledger(count);
        Alarms alarms = new Alarms();
        alarms.observe(this::alarmed);
        keeper = new AccountKeeper(new MemoryStore(time), time, world, new byte[32], alarms);
        for (int i = 0; i < MOST_RECIPIENTS; i++) {
            String reader = "reader" + i;
            readers.add(new Mailbox(reader + "@example.org", reader, "example.org"));
        }
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
        if (isRefused(visit)) {
            return;
        }
        present = Optional.of(visit);
        Stage.Connection connection = new Stage.Connection(
                "simulated-1", "submission", true, visit.line().address(), 40_000);
        Case file = new Case(connection);
        keeper.learn(new Happening.Authenticated(Optional.of(visit.account()), OptionalInt.of(7)), file);
        Stage.AtData data = new Stage.AtData(
                connection,
                new Stage.Introduction("client.test", true, true, true, Optional.of(visit.account())),
                ReversePath.of(readers.get(0)),
                readers.subList(0, visit.recipients()));
        int sent = 0;
        while (sent < visit.messages() && !isRefused(visit)) {
            keeper.learn(new Happening.MessageEnded(data, TAKEN, visit.octets()), file);
            visit.theft().ifPresent(Theft::sentOne);
            sent++;
        }
        keeper.learn(new Happening.Ended(Cause.CLIENT_LEFT, Duration.ofSeconds(1)), file);
        ledger.session(sent);
    }

    /** As the restriction of new origins does it: also an account that knows no place yet lets nobody in. */
    private boolean isRefused(Visit visit) {
        if (visit.theft().isEmpty()) {
            return false;
        }
        Theft theft = visit.theft().get();
        if (!theft.stopped() && theft.restricted(time.instant())) {
            Familiarity familiarity = keeper.accounts()
                    .familiarity(visit.account(), visit.line().address())
                    .toCompletableFuture()
                    .join();
            if (familiarity == Familiarity.NEW || familiarity == Familiarity.LEARNING) {
                theft.stop();
            }
        }
        return theft.stopped();
    }

    private void alarmed(Alarm alarm) {
        Theft theft = stolen.get(alarm.account());
        if (theft == null) {
            ledger.falseAlarm(alarm, present.map(visit -> visit.line().kind()).orElse(""), day);
        } else if (alarm.score() >= Ledger.ACT && !theft.stopped()) {
            theft.acted(alarm.net(), alarm.time(), RESTRICTION);
        }
    }
}
