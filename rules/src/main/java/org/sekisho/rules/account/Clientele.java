package org.sekisho.rules.account;

import java.util.HashMap;
import java.util.Map;

/**
 * In which countries the accounts are at home, by their messages: a new account, or one that nobody has used for long, that
 * sends from elsewhere has hardly its owner at work. In memory only: a program that has just begun calls no country foreign.
 * Thread-safe.
 */
final class Clientele {
    /** Before so many messages nothing is known. */
    static final int ENOUGH = 300;

    /** Beyond so many the older ones count half. */
    private static final int MOST = 1_000_000;

    /** One of so many messages has to come from a country that is not foreign. */
    private static final int RARE = 100;

    private final Map<String, Integer> messages = new HashMap<>();
    private int all;

    /** @param country empty if it is unknown */
    synchronized void sentAtHome(String country) {
        messages.merge(country, 1, Integer::sum);
        all++;
        if (all > MOST) {
            messages.replaceAll((unused, count) -> count / 2);
            all = messages.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    synchronized boolean isForeign(String country) {
        return !country.isEmpty() && all >= ENOUGH && messages.getOrDefault(country, 0) < all / RARE;
    }
}
