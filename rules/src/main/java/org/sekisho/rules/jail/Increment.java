package org.sekisho.rules.jail;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How bans grow for those who come back, in fail2ban's words: {@code banTime * factor * 2^times}, or with a multiplier for
 * each time in place of the power.
 *
 * @param multipliers for the first ban, the second, and so on; the last one stays
 * @param maxTime no ban is longer, but for the random part
 * @param random up to so much is added, so that nobody can tell when a ban ends
 */
public record Increment(
        boolean enabled, double factor, List<Double> multipliers, Optional<Duration> maxTime, Duration random) {
    public static final Increment DEFAULTS = new Increment(false, 1, List.of(), Optional.empty(), Duration.ZERO);

    private static final int LARGEST_POWER = 20;
    /** A hundred years: a product beyond it would leave the calendar. */
    private static final double LONGEST_MILLIS = 36_500 * 86_400_000.0;

    public Increment {
        multipliers = List.copyOf(multipliers);
        if (!(factor > 0) || factor > 1_000_000) {
            throw new IllegalArgumentException("factor must be more than 0, up to 1000000; is " + factor);
        }
        if (multipliers.stream().anyMatch(each -> !(each > 0) || each > 1_000_000)) {
            throw new IllegalArgumentException("multipliers must be more than 0, up to 1000000");
        }
        if (maxTime.isPresent() && (maxTime.get().isNegative() || maxTime.get().isZero())) {
            throw new IllegalArgumentException("maxTime must be more than 0s");
        }
        if (random.isNegative()) {
            throw new IllegalArgumentException("random must be 0s or more");
        }
    }

    /**
     * How long a ban lasts.
     *
     * @param times how often the subject was banned before
     * @param chance from 0 up to 1, how much of the random part is added
     */
    Duration of(Duration banTime, int times, double chance) {
        if (!enabled || banTime.isNegative()) {
            return banTime;
        }
        double scale = multipliers.isEmpty()
                ? Math.scalb(1.0, Math.min(times, LARGEST_POWER))
                : multipliers.get(Math.min(times, multipliers.size() - 1));
        double millis = Math.min(banTime.toMillis() * factor * scale, LONGEST_MILLIS);
        Duration grown = longer(Duration.ofMillis((long) millis), banTime);
        Duration capped = maxTime.filter(most -> most.compareTo(grown) < 0).orElse(grown);
        return capped.plusMillis((long) (random.toMillis() * chance));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** What one failure counts in {@link Counting#FAIL2BAN}. */
    double weight(int times, int maxRetry) {
        return enabled && times > 0 ? Math.min(maxRetry, Math.scalb(1.0, Math.min(times, LARGEST_POWER)) / 2 + 1) : 1;
    }
}
