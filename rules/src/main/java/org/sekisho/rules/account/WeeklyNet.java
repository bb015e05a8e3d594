package org.sekisho.rules.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Used seldom, and each week from somewhere else: what no rule of a day or of a speed ever sees. */
final class WeeklyNet<K> implements LoginNet {
    private final String name;
    private final String words;
    private final AccountSettings.Weekly settings;
    private final Function<Week, Map<K, Integer>> places;
    private final BiPredicate<K, K> near;
    /** Whether there may be other logins of that week. */
    private final boolean beside;

    private WeeklyNet(
            String name,
            String words,
            AccountSettings.Weekly settings,
            Function<Week, Map<K, Integer>> places,
            BiPredicate<K, K> near,
            boolean beside) {
        this.name = name;
        this.words = words;
        this.settings = settings;
        this.places = places;
        this.near = near;
        this.beside = beside;
    }

    /** The owner may be at home meanwhile. Whoever goes from one country to the next is on a journey. */
    static WeeklyNet<String> countries(AccountSettings.Weekly settings, Atlas atlas) {
        return new WeeklyNet<>("weeklyCountry", "country", settings, Week::countries, atlas::adjoin, true);
    }

    /** Whoever is out and about meets new ones all the time: only where there is no other use. */
    static WeeklyNet<Long> systems(AccountSettings.Weekly settings) {
        return new WeeklyNet<>("weeklySystem", "autonomous system", settings, Week::systems, Long::equals, false);
    }

    @Override
    public Optional<Hit> look(Arrival arrival) {
        List<Week> weeks = arrival.account().weeks();
        int first = weeks.size() - settings.weeks();
        if (arrival.familiarity() != Familiarity.NEW || !arrival.tellsPlace() || first < 0) {
            return Optional.empty();
        }
        long newest = weeks.get(weeks.size() - 1).week();
        List<String> evidence = new ArrayList<>();
        for (int i = first; i < weeks.size(); i++) {
            Optional<K> strange = strange(weeks, i);
            if (weeks.get(i).week() != newest - (weeks.size() - 1 - i) || strange.isEmpty()) {
                return Optional.empty();
            }
            evidence.add((weeks.size() - 1 - i) + " weeks ago: " + strange.get());
        }
        String because = "another " + words + " in each of the last " + settings.weeks() + " weeks, and hardly used";
        return Optional.of(new Hit(name, Hit.LOOK, because, evidence));
    }

    /** Where it came from in that week only, and seldom. */
    private Optional<K> strange(List<Week> weeks, int index) {
        Map<K, Integer> here = places.apply(weeks.get(index));
        if (!beside && here.size() > 1) {
            return Optional.empty();
        }
        return here.entrySet().stream()
                .filter(each -> each.getValue() <= settings.logins())
                .map(Map.Entry::getKey)
                .filter(place -> weeks.stream()
                        .filter(week -> week.week() != weeks.get(index).week())
                        .noneMatch(week -> places.apply(week).keySet().stream().anyMatch(one -> near.test(one, place))))
                .findFirst();
    }
}
