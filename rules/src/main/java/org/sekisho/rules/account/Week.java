package org.sekisho.rules.account;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where an account came from in one week, and how often.
 *
 * @param week since 1970, from Monday on
 * @param countries logins by country; at most {@value #MOST}, more are not told apart
 * @param systems logins by autonomous system; at most {@value #MOST}
 * @param busiestDay the most that it sent on one day
 * @param sent in all
 * @param fromNew of that, from places that were new to the account
 */
public record Week(
        long week,
        Map<String, Integer> countries,
        Map<Long, Integer> systems,
        Amount busiestDay,
        Amount sent,
        Amount fromNew) {
    static final int MOST = 4;

    public Week {
        countries = Map.copyOf(countries);
        systems = Map.copyOf(systems);
    }

    static Week beginning(long week) {
        return new Week(week, Map.of(), Map.of(), Amount.NONE, Amount.NONE, Amount.NONE);
    }

    Week and(Place place) {
        return new Week(
                week,
                place.country().isEmpty() ? countries : counted(countries, place.country()),
                place.system() == 0 ? systems : counted(systems, place.system()),
                busiestDay,
                sent,
                fromNew);
    }

    private static <K> Map<K, Integer> counted(Map<K, Integer> counts, K key) {
        if (!counts.containsKey(key) && counts.size() >= MOST) {
            return counts;
        }
        Map<K, Integer> more = new LinkedHashMap<>(counts);
        more.merge(key, 1, Integer::sum);
        return more;
    }

    /** The same, as if nobody had logged in. */
    Week withoutPlaces() {
        return new Week(week, Map.of(), Map.of(), busiestDay, sent, fromNew);
    }

    Week withDay(Amount day, Amount ofThatFromNew) {
        return new Week(week, countries, systems, busiestDay.atLeast(day), sent.plus(day), fromNew.plus(ofThatFromNew));
    }
}
