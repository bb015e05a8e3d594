package org.sekisho.rules.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.sekisho.rules.origin.Coordinates;

/**
 * What is learnt of one account, in a fixed room: addresses are hashes under a key of the installation, places are no finer
 * than a tenth of a degree, and of what it sends only counts are kept.
 *
 * @param firstSeen its first login
 * @param logins all of them
 * @param visits by address, the latest one last
 * @param stays one place after the other, the latest one last
 * @param homes the places it comes from, in no order
 * @param weeks with logins or mail, the latest one last
 * @param leaps impossible movements, one a day: the first to a new place if there is one; the latest one last
 * @param month its messages and logins of the latest month
 * @param lastMessage empty if it has not sent any
 * @param told when a net last raised an alarm, by its name; with an exclamation mark one of a score of 100
 */
public record AccountRecord(
        Instant firstSeen,
        long logins,
        List<Visit> visits,
        List<Stay> stays,
        List<Home> homes,
        List<Week> weeks,
        List<Leap> leaps,
        Usage usage,
        Month month,
        Optional<Instant> lastMessage,
        Map<String, Instant> told) {
    /** The longest one is within 4.6 KiB; that of an ordinary account within 1 KiB. */
    static final int MOST_OCTETS = 4_700;

    /** So many addresses, hence so many countries, networks and systems, can be told apart at most. */
    static final int MOST_VISITS = 64;

    static final int MOST_STAYS = 24;
    static final int MOST_HOMES = 16;
    static final int MOST_WEEKS = 8;
    static final int MOST_LEAPS = 8;
    static final int MOST_NETS = 20;

    /** Unused for so long it is forgotten. */
    private static final Duration KEPT = Duration.ofDays(366);

    /** Within so many kilometres of each other two positions are one place: files of cities are no better than that. */
    static final double SAME_TOWN = 100;

    /** The latest login from an address. */
    public record Visit(Instant last, String country, long system, int network, int address) {
        Place place() {
            return new Place(country, system, country.isEmpty() && system == 0 ? network : 0);
        }
    }

    /** A time spent at one place. */
    public record Stay(Place place, Optional<Coordinates> at, Instant from, Instant to) {
        boolean includes(Login login) {
            return place.equals(login.place())
                    && (at.isEmpty()
                            || login.at().isEmpty()
                            || at.get().kilometresTo(login.at().get()) < SAME_TOWN);
        }
    }

    /**
     * An impossible movement.
     *
     * @param day since 1970
     * @param toNew whether it ended where the account was not known
     * @param to where it ended
     */
    public record Leap(long day, boolean toNew, Place to) {}

    /** Counts of one month in UTC. */
    public record Month(int year, int month, long messages, long logins) {
        static final Month NONE = new Month(1970, 1, 0, 0);

        /** Nothing has been done in a month that has begun since. */
        public Month at(Instant now) {
            var present = Calendar.month(now);
            return present.getYear() == year && present.getMonthValue() == month
                    ? this
                    : new Month(present.getYear(), present.getMonthValue(), 0, 0);
        }
    }

    public AccountRecord {
        visits = List.copyOf(visits);
        stays = List.copyOf(stays);
        homes = List.copyOf(homes);
        weeks = List.copyOf(weeks);
        leaps = List.copyOf(leaps);
        told = Map.copyOf(told);
    }

    /** Of an account that has never been seen. */
    static AccountRecord beginning(Instant now) {
        return new AccountRecord(
                now,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Usage.NONE,
                Month.NONE,
                Optional.empty(),
                Map.of());
    }

    // Learning

    /**
     * It has logged in.
     *
     * @param learnt whether this place is one of its own from the beginning
     */
    AccountRecord and(Login login, boolean learnt, Optional<Leap> leap) {
        Month current = month.at(login.time());
        Usage today = usage.at(login.time());
        boolean tells = login.tells() == Login.Tells.PLACE;
        return new AccountRecord(
                firstSeen,
                logins + 1,
                login.tells() == Login.Tells.OURS ? visits : visited(login),
                tells ? stayed(login) : stays,
                login.tells() == Login.Tells.OURS ? homes : Home.and(homes, login, learnt, MOST_HOMES),
                weeksWith(week -> tells ? week.and(login.place()) : week, login.time()),
                leap.map(this::leapt).orElse(leaps),
                today,
                new Month(current.year(), current.month(), current.messages(), current.logins() + 1),
                lastMessage,
                told);
    }

    /** It has sent a message. */
    AccountRecord and(Amount sent, Standing standing, Instant now) {
        Month current = month.at(now);
        return new AccountRecord(
                firstSeen,
                logins,
                visits,
                stays,
                homes,
                weeksWith(week -> week, now),
                leaps,
                usage.at(now).and(sent, standing),
                new Month(current.year(), current.month(), current.messages() + sent.messages(), current.logins()),
                Optional.of(now),
                told);
    }

    /** These nets have raised an alarm. */
    AccountRecord told(List<String> keys, Instant now, boolean unusual) {
        Map<String, Instant> all = new LinkedHashMap<>(told);
        keys.forEach(key -> all.put(key, now));
        while (all.size() > MOST_NETS) {
            all.entrySet().stream().min(Map.Entry.comparingByValue()).ifPresent(oldest -> all.remove(oldest.getKey()));
        }
        return new AccountRecord(
                firstSeen,
                logins,
                visits,
                stays,
                homes,
                weeks,
                leaps,
                unusual ? usage.markedUnusual() : usage,
                month,
                lastMessage,
                all);
    }

    /**
     * The place of this login is suspect, and perhaps those around it.
     *
     * @param learning tells which places are known
     */
    AccountRecord suspecting(Login login, Suspicion suspicion, Learning learning) {
        Instant dayBefore = login.time().minus(Duration.ofDays(1));
        Predicate<Home> meant = home -> home.place().equals(login.place())
                || (suspicion.reach() == Suspicion.Reach.AROUND
                        && home.last().isAfter(dayBefore)
                        && familiarity(home.place(), learning, login.time()) == Familiarity.NEW);
        return judged(Home.suspecting(homes, login, meant, suspicion, MOST_HOMES), told);
    }

    /** What there was about it since then is over: nets may tell again. */
    AccountRecord concluded(Acquaintance.Outcome outcome, Instant since, Learning learning, Instant now) {
        return switch (outcome) {
            case ENDED -> judged(homes, Map.of());
            case ENDURED -> judged(reputed(repute -> repute.borneOnce(since)), Map.of());
            case UNFOUNDED -> judged(reputed(repute -> repute.takenBack(since)), Map.of());
            case RELEASED -> countedAnew(learning, now).judged(reputed(Repute::strict), Map.of());
            case ACQUITTED ->
                countedAnew(learning, now).judged(reputed(repute -> repute.acquitted(since, now)), Map.of());
        };
    }

    private List<Home> reputed(UnaryOperator<Repute> change) {
        return homes.stream()
                .map(home -> home.with(change.apply(home.repute())))
                .toList();
    }

    /** As if it had come from no place but those that it knows, and sent nothing yet. */
    private AccountRecord countedAnew(Learning learning, Instant now) {
        Predicate<Place> known = place -> familiarity(place, learning, now).isOwn();
        return new AccountRecord(
                firstSeen,
                logins,
                visits.stream().filter(visit -> known.test(visit.place())).toList(),
                stays.stream().filter(stay -> known.test(stay.place())).toList(),
                homes,
                weeks.stream().map(Week::withoutPlaces).toList(),
                leaps.stream()
                        .map(leap -> new Leap(leap.day(), false, leap.to()))
                        .toList(),
                usage.anew(),
                month,
                lastMessage,
                told);
    }

    private AccountRecord judged(List<Home> reputed, Map<String, Instant> since) {
        return new AccountRecord(
                firstSeen, logins, visits, stays, reputed, weeks, leaps, usage, month, lastMessage, since);
    }

    private List<Visit> visited(Login login) {
        List<Visit> all = new ArrayList<>(visits);
        all.removeIf(visit -> visit.address() == login.address());
        all.add(new Visit(
                login.time(), login.place().country(), login.place().system(), login.network(), login.address()));
        return newest(all, MOST_VISITS);
    }

    private List<Stay> stayed(Login login) {
        List<Stay> all = new ArrayList<>(stays);
        Instant from = login.time();
        Optional<Coordinates> at = login.at();
        if (!all.isEmpty() && all.get(all.size() - 1).includes(login)) {
            Stay before = all.remove(all.size() - 1);
            from = before.from();
            at = at.isPresent() ? at : before.at();
        }
        all.add(new Stay(login.place(), at, from, login.time()));
        return newest(all, MOST_STAYS);
    }

    private List<Leap> leapt(Leap leap) {
        List<Leap> all = new ArrayList<>(leaps);
        boolean another = all.removeIf(each -> each.day() == leap.day() && !each.toNew());
        if (another || all.stream().noneMatch(each -> each.day() == leap.day())) {
            all.add(leap);
        }
        return newest(all, MOST_LEAPS);
    }

    /** The day that has passed since the last time becomes part of what is usual, unless there was an alarm. */
    private List<Week> weeksWith(UnaryOperator<Week> change, Instant now) {
        List<Week> all = new ArrayList<>(weeks);
        if (Calendar.day(now) > usage.day() && !usage.unusual()) {
            long weekOfUsage = Calendar.week(Instant.EPOCH.plus(Duration.ofDays(usage.day())));
            all.replaceAll(week -> week.week() == weekOfUsage
                    ? week.withDay(usage.usualToday(), usage.freshToday(Standing.NEW))
                    : week);
        }
        long present = Calendar.week(now);
        if (all.isEmpty() || all.get(all.size() - 1).week() < present) {
            all.add(Week.beginning(present));
        }
        all.set(all.size() - 1, change.apply(all.get(all.size() - 1)));
        all.removeIf(week -> week.week() <= present - MOST_WEEKS);
        return newest(all, MOST_WEEKS);
    }

    private static <T> List<T> newest(List<T> all, int most) {
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    // Questions

    /** How well it knows a place. */
    Familiarity familiarity(Place place, Learning learning, Instant now) {
        Optional<Home> home = home(place);
        if (!learning.lastsFor(this, now)) {
            return home.map(there -> there.familiarity(learning, now)).orElse(Familiarity.NEW);
        }
        if (home.filter(there -> there.repute().suspectAt(now)).isPresent()) {
            return Familiarity.NEW;
        }
        boolean known = home.isPresent() && (home.get().repute().acquittedAt(now) || home.equals(unsuspected(now)));
        return known ? Familiarity.KNOWN : Familiarity.LEARNING;
    }

    /**
     * The place used most of those that it came from before another was suspected. It is all that is known of an account that
     * is being learnt; empty if there is no suspicion.
     */
    private Optional<Home> unsuspected(Instant now) {
        Optional<Instant> suspicion = homes.stream()
                .map(Home::repute)
                .filter(repute -> repute.suspectAt(now))
                .map(Repute::since)
                .min(Comparator.naturalOrder());
        return suspicion.flatMap(since -> homes.stream()
                .filter(home -> !home.repute().suspectAt(now) && !home.first().isAfter(since))
                .max(Comparator.comparingInt(Home::logins).thenComparing(Home::first, Comparator.reverseOrder())));
    }

    /** Which places it knows. */
    Acquaintance.Footing footing(Learning learning, Instant now) {
        if (learning.lastsFor(this, now)) {
            return unsuspected(now).isPresent() ? Acquaintance.Footing.ONE : Acquaintance.Footing.NOWHERE;
        }
        return homes.stream()
                .map(home -> home.familiarity(learning, now))
                .filter(familiarity -> familiarity != Familiarity.NEW)
                .min(Comparator.naturalOrder())
                .map(best -> best == Familiarity.HOME ? Acquaintance.Footing.HOME : Acquaintance.Footing.SOME)
                .orElse(Acquaintance.Footing.NOWHERE);
    }

    Optional<Home> home(Place place) {
        return homes.stream().filter(home -> home.place().equals(place)).findFirst();
    }

    /** Its busiest day of the last eight weeks, today apart. */
    public Amount usual() {
        return weeks.stream().map(Week::busiestDay).reduce(Amount.NONE, Amount::atLeast);
    }

    /** Its busiest week of the last eight; of this one and the last without what came from places that were new. */
    Amount usualWeek(Instant now) {
        long last = Calendar.week(now) - 1;
        return weeks.stream()
                .map(week -> week.week() < last ? week.sent() : week.sent().minus(week.fromNew()))
                .reduce(Amount.NONE, Amount::atLeast);
    }

    /** The last time it was seen to do anything. */
    public Instant lastSeen() {
        return homes.stream()
                .map(Home::last)
                .max(Comparator.naturalOrder())
                .filter(last -> lastMessage.filter(last::isBefore).isEmpty())
                .or(() -> lastMessage)
                .orElse(firstSeen);
    }

    Instant expires(Instant now) {
        return now.plus(KEPT);
    }
}
