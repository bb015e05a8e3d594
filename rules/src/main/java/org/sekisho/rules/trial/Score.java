package org.sekisho.rules.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sum of what speaks for a trial mail; no sign alone decides, but for the password itself. */
final class Score {
    private final Map<String, Integer> terms = new LinkedHashMap<>();

    void add(String sign, int points) {
        if (points > 0) {
            terms.put(sign, points);
        }
    }

    int total() {
        return terms.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Such as {@code own-password +100}. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        terms.forEach((sign, points) -> lines.add(sign + " +" + points));
        return lines;
    }
}
