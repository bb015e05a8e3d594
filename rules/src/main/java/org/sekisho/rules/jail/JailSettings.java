package org.sekisho.rules.jail;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sekisho.policy.Mode;

/**
 * One jail, in fail2ban's words: {@code maxRetry} failures within {@code findTime} are a ban for {@code banTime}.
 *
 * @param counts the offences that are failures here, such as {@code unknown-user}
 * @param banTime negative for a ban that only an operator ends
 * @param ignoreIp addresses, networks, and names of hosts whose addresses are looked up before they would be banned
 * @param spareGoodSenders whether those are not banned who have lately sent mail in good measure that was accepted
 * @param distinct whether the same recipient, or the same wrong password of an account, again is no further failure
 * @param goodShare a client is not banned while at least this share of the recipients it names are accepted, 0 to 1; with 1
 *     it makes no difference
 * @param prefix4 bits of an IPv4 address that are one client
 * @param prefix6 bits of an IPv6 address that are one client
 * @param accountMaxRetry wrong passwords of one account, from wherever, after which whoever sends another is banned; 0 for
 *     never
 * @param within a session that lasts longer is not one that connects and leaves
 * @param stages thresholds that replace maxRetry and findTime from some day on
 */
public record JailSettings(
        List<String> counts,
        Mode mode,
        Duration findTime,
        int maxRetry,
        Duration banTime,
        List<String> ignoreIp,
        boolean spareGoodSenders,
        Counting counting,
        boolean distinct,
        double goodShare,
        Decay decay,
        Increment increment,
        int prefix4,
        int prefix6,
        Aggregates aggregates,
        int accountMaxRetry,
        Duration within,
        Response response,
        List<Tightening> stages) {
    /** So many failures of a client are kept at most. */
    static final int MOST_RETRIES = 500;

    /** A ban that only an operator ends. */
    public static final Duration PERMANENT = Duration.ofSeconds(-1);

    /** For a jail that says no more than what it counts: three failures in five minutes are an hour; nobody is banned yet. */
    public static final JailSettings DEFAULTS = new JailSettings(
            List.of(),
            Mode.OBSERVE,
            Duration.ofMinutes(5),
            3,
            Duration.ofHours(1),
            List.of("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7", "fe80::/10"),
            true,
            Counting.WINDOW,
            false,
            1,
            Decay.NONE,
            Increment.DEFAULTS,
            32,
            64,
            Aggregates.DEFAULTS,
            0,
            Duration.ofSeconds(2),
            Response.REFUSE,
            List.of());

    public JailSettings {
        counts = List.copyOf(counts);
        ignoreIp = List.copyOf(ignoreIp);
        stages = stages.stream().sorted(Comparator.comparing(Tightening::begin)).toList();
        counts.forEach(JailSettings::offence);
        checkFindTime(findTime);
        Bounds.check("maxRetry", maxRetry, 1, MOST_RETRIES);
        if (banTime.isZero()) {
            throw new IllegalArgumentException("banTime must be more than 0s, or negative for a permanent ban");
        }
        IgnoredClients.check(ignoreIp);
        if (!(goodShare >= 0 && goodShare <= 1)) {
            throw new IllegalArgumentException("goodShare must be between 0 and 1; is " + goodShare);
        }
        if (!banTime.isNegative()
                && increment
                        .maxTime()
                        .filter(most -> most.compareTo(banTime) < 0)
                        .isPresent()) {
            throw new IllegalArgumentException("increment.maxTime must be at least banTime");
        }
        Bounds.check("prefix4", prefix4, 8, 32);
        Bounds.check("prefix6", prefix6, 16, 128);
        Bounds.check("accountMaxRetry", accountMaxRetry, 0, MOST_RETRIES);
        if (aggregates.maxRetry() > 0 && (aggregates.prefix4() >= prefix4 || aggregates.prefix6() >= prefix6)) {
            throw new IllegalArgumentException("aggregates must be wider than prefix4 and prefix6");
        }
        if (within.isNegative()) {
            throw new IllegalArgumentException("within must be 0s or more");
        }
    }

    static void checkFindTime(Duration findTime) {
        if (findTime.compareTo(Duration.ofSeconds(1)) < 0 || findTime.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException("findTime must be between 1s and 366d");
        }
    }

    /** The same with some things changed: {@code settings.but(jail -> jail.maxRetry = 5)}. */
    public JailSettings but(Consumer<JailDraft> changes) {
        JailDraft draft = new JailDraft(this);
        changes.accept(draft);
        return draft.settings();
    }

    Set<Offence> offences() {
        return counts.stream()
                .map(JailSettings::offence)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Offence.class)));
    }

    private static Offence offence(String name) {
        for (Offence offence : Offence.values()) {
            if (key(offence).equals(name)) {
                return offence;
            }
        }
        String known =
                EnumSet.allOf(Offence.class).stream().map(JailSettings::key).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("counts must be of " + known + "; is '" + name + "'");
    }

    /** An offence's name in the configuration. */
    static String key(Offence offence) {
        return offence.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The thresholds of a moment. */
    record Thresholds(int maxRetry, Duration findTime) {}

    Thresholds at(Instant now) {
        Thresholds valid = new Thresholds(maxRetry, findTime);
        for (Tightening stage : stages) {
            if (!stage.begin().isAfter(now)) {
                valid = new Thresholds(stage.maxRetry(), stage.findTime());
            }
        }
        return valid;
    }
}
