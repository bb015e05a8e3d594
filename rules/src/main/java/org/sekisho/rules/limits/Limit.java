package org.sekisho.rules.limits;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekisho.state.TokenBuckets.Allowance;
import org.sekisho.state.TokenBuckets.Taking;

/**
 * So much of something in a time, for each client, sender, recipient or account.
 *
 * @param text the rate as the operator wrote it
 */
record Limit(Counted counted, Per per, Allowance allowance, String text) {
    /** Takes a limit away that is there by default. */
    static final String OFF = "off";

    private static final String AMOUNT = "([1-9][0-9]{0,8})(KiB|MiB|GiB)?";
    private static final Pattern RATE =
            Pattern.compile(AMOUNT + "/([1-9][0-9]{0,4})?([smhd])(?: burst " + AMOUNT + ")?");

    /** Reads a limit, or none for {@link #OFF}. */
    static Optional<Limit> read(String name, String rate) {
        String[] parts = name.split("-per-", 2);
        Counted counted = Stream.of(Counted.values())
                .filter(each -> each.key().equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> wrong(
                        name,
                        "is no limit: names are such as connections-per-address, and begin with "
                                + Stream.of(Counted.values()).map(Counted::key).collect(Collectors.joining(", "))));
        Per per = counted.allowed().stream()
                .filter(each -> parts.length > 1 && each.key().equals(parts[1]))
                .findFirst()
                .orElseThrow(() -> wrong(
                        name,
                        "is no limit: " + counted.key() + " can be limited per "
                                + counted.allowed().stream().map(Per::key).collect(Collectors.joining(", "))));
        return rate.equals(OFF)
                ? Optional.empty()
                : Optional.of(new Limit(counted, per, allowance(name, counted, rate), rate));
    }

    private static Allowance allowance(String name, Counted counted, String rate) {
        Matcher matcher = RATE.matcher(rate);
        if (!matcher.matches()) {
            throw wrong(name, "must be such as 30/1m, 30/1m burst 60, or off; is '" + rate + "'");
        }
        if (counted != Counted.BYTES && (matcher.group(2) != null || matcher.group(6) != null)) {
            throw wrong(name, "must be a number without KiB, MiB or GiB, which are for bytes; is '" + rate + "'");
        }
        long tokens = amount(matcher.group(1), matcher.group(2));
        long burst = matcher.group(5) == null ? tokens : amount(matcher.group(5), matcher.group(6));
        Duration period = period(matcher.group(3), matcher.group(4));
        if (tokens > period.toNanos()) {
            throw wrong(name, "must be at most one in a nanosecond; is '" + rate + "'");
        }
        return new Allowance(tokens, period, burst);
    }

    private static long amount(String number, String unit) {
        long factor = unit == null
                ? 1
                : switch (unit) {
                    case "KiB" -> 1L << 10;
                    case "MiB" -> 1L << 20;
                    default -> 1L << 30;
                };
        return Long.parseLong(number) * factor;
    }

    private static Duration period(String number, String unit) {
        long count = number == null ? 1 : Long.parseLong(number);
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException("rates." + name + " " + what);
    }

    /** As in the configuration, such as {@code messages-per-account}. */
    String name() {
        return counted.key() + "-per-" + per.key();
    }

    Taking taking(String subject, long tokens) {
        return new Taking(name() + " " + subject, allowance, tokens);
    }
}
