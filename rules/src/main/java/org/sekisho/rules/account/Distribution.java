package org.sekisho.rules.account;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * How many accounts have done so much in a month: in the bands of the two tables that a large provider has published.
 *
 * @param accounts of each band, those that did the least first
 */
public record Distribution(List<Long> accounts) {
    /** The upper ends of the bands; the last band has none. */
    static final List<Long> ENDS =
            List.of(5L, 10L, 15L, 20L, 25L, 50L, 100L, 125L, 150L, 200L, 300L, 400L, 500L, 1_000L, 5_000L, 10_000L);

    static final int BANDS = ENDS.size() + 1;
    static final Distribution NONE = new Distribution(Collections.nCopies(BANDS, 0L));

    private static final long MANY = 100;

    /**
     * Accounts that did more than {@code above}, up to {@code upTo}.
     *
     * @param upTo {@link Long#MAX_VALUE} for the last band
     */
    public record Band(long above, long upTo, long accounts) {}

    public Distribution {
        accounts = List.copyOf(accounts);
    }

    /** The band that begins with an account's {@code count}-th, so that it leaves the band before; empty within a band. */
    static OptionalInt entered(long count) {
        if (count == 1) {
            return OptionalInt.of(0);
        }
        int left = ENDS.indexOf(count - 1);
        return left < 0 ? OptionalInt.empty() : OptionalInt.of(left + 1);
    }

    /** All accounts that did anything. */
    public long all() {
        return accounts.stream().mapToLong(each -> each).sum();
    }

    /** Up to 100, and one band for all beyond. */
    public List<Band> small() {
        List<Band> bands = new ArrayList<>(
                bands().stream().filter(band -> band.above < MANY).toList());
        bands.add(new Band(
                MANY, Long.MAX_VALUE, large().stream().mapToLong(Band::accounts).sum()));
        return bands;
    }

    /** Those beyond 100. */
    public List<Band> large() {
        return bands().stream().filter(band -> band.above >= MANY).toList();
    }

    private List<Band> bands() {
        List<Band> bands = new ArrayList<>();
        long above = 0;
        for (int i = 0; i < BANDS; i++) {
            long upTo = i < ENDS.size() ? ENDS.get(i) : Long.MAX_VALUE;
            bands.add(new Band(above, upTo, accounts.get(i)));
            above = upTo;
        }
        return bands;
    }

    Distribution plus(long[] more) {
        List<Long> sum = new ArrayList<>();
        for (int i = 0; i < BANDS; i++) {
            sum.add(accounts.get(i) + more[i]);
        }
        return new Distribution(sum);
    }
}
