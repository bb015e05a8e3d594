package org.sekisho.rules.account;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * In which parts of the world the accounts are, by those that send on a day: where a new account, or one that nobody has used
 * before, sends from elsewhere, its owner is hardly at work. In memory only: a program that has just begun calls nothing
 * foreign. Thread-safe.
 */
final class Clientele {
    /** Before so many, counted once a day each, nothing is known. */
    static final int ENOUGH = 300;

    /** Nor before that: when it is noon in one part, another sleeps. */
    static final Duration WHOLE_DAY = Duration.ofDays(1);

    /** Beyond so many the older ones count half. */
    private static final int MOST = 1_000_000;

    /** One of so many has to be in a part that is not foreign. */
    private static final int RARE = 100;

    private final Map<String, Integer> accounts = new HashMap<>();
    private int all;
    private Instant since = Instant.MAX;

    /**
     * An account has sent its first message of a day, from where it is not new.
     *
     * @param area a country or system; empty if it is unknown
     */
    synchronized void sent(String area, Instant now) {
        since = now.isBefore(since) ? now : since;
        accounts.merge(area, 1, Integer::sum);
        all++;
        if (all > MOST) {
            accounts.replaceAll((unused, count) -> count / 2);
            all = accounts.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    synchronized boolean isForeign(String area, Instant now) {
        boolean known = all >= ENOUGH && !now.isBefore(since.plus(WHOLE_DAY));
        return known && !area.isEmpty() && accounts.getOrDefault(area, 0) < all / RARE;
    }
}
