package org.sekisho.rules.jail;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.sekisho.state.Table;

/**
 * The jails of an operator, by name.
 *
 * @param byName in the order in which they are shown
 */
public record Jails(Map<String, JailSettings> byName) {
    private static final Pattern NAME = Pattern.compile("[a-z](-?[a-z])*");
    private static final int LONGEST_NAME = 40;

    /** Those that every installation has, which ban nobody before they are told to. */
    public static final Jails DEFAULTS = new Jails(wellKnown());

    public Jails {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        byName.forEach((name, settings) -> {
            if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("jails must have names of lower case letters and hyphens, at most "
                        + LONGEST_NAME + ", not '" + name + "'");
            }
            if (settings.counts().isEmpty()) {
                throw new IllegalArgumentException("jails." + name + " must name at least one offence in counts");
            }
        });
    }

    /** What they count. */
    public List<Table<?>> tables() {
        return byName.keySet().stream().<Table<?>>map(Jail::table).toList();
    }

    /** What holds for a jail where its operator says nothing; one of another name has yet to be told what it counts. */
    public static JailSettings defaultsOf(String name) {
        return DEFAULTS.byName.getOrDefault(name, JailSettings.DEFAULTS);
    }

    private static Map<String, JailSettings> wellKnown() {
        Map<String, JailSettings> all = new LinkedHashMap<>();
        // A mailing list has dead addresses; whoever guesses hits few living ones.
        put(all, "unknown-users", Offence.UNKNOWN_USER, jail -> {
            jail.distinct = true;
            jail.goodShare = 0.5;
        });
        // A new sender is put off for each recipient once, and comes back; whoever never does goes on to others.
        put(all, "deferred-recipients", Offence.DEFERRED_RECIPIENT, jail -> {
            jail.distinct = true;
            jail.goodShare = 0.5;
            jail.decay = Decay.FORGET;
            jail.findTime = Duration.ofHours(1);
            jail.maxRetry = 50;
        });
        put(all, "auth", Offence.AUTH_FAILURE, jail -> jail.distinct = true);
        put(all, "early-talkers", Offence.EARLY_TALK, jail -> {});
        put(all, "protocol", Offence.PROTOCOL, jail -> {});
        // They come every few minutes.
        put(all, "connect-and-leave", Offence.CONNECT_AND_LEAVE, jail -> {
            jail.decay = Decay.FORGET;
            jail.findTime = Duration.ofMinutes(30);
            jail.maxRetry = 5;
        });
        put(all, "relay", Offence.RELAY, jail -> {});
        // Postfix's smtpd_hard_error_limit.
        put(all, "errors", Offence.ERROR, jail -> jail.maxRetry = 20);
        put(all, "tarpit", Offence.TARPIT_HANGUP, jail -> {});
        // As fail2ban has it: five bans in a day are a week.
        put(all, "recidive", Offence.BAN, jail -> {
            jail.findTime = Duration.ofDays(1);
            jail.maxRetry = 5;
            jail.banTime = Duration.ofDays(7);
        });
        return all;
    }

    private static void put(Map<String, JailSettings> all, String name, Offence counted, Consumer<JailDraft> changes) {
        List<String> counts = List.of(JailSettings.key(counted));
        all.put(name, JailSettings.DEFAULTS.but(jail -> jail.counts = counts).but(changes));
    }
}
