package org.sekisho.rules.account;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sekisho.policy.Mode;
import org.sekisho.settings.Network;

/**
 * How accounts are watched: what is learnt of them, and the nets that thieves are caught in. A threshold that is reached is
 * an alarm.
 *
 * @param realm the domain of accounts whose names have none
 * @param most accounts that are remembered; of more, the longest unused are forgotten first
 * @param learning how long an account's ways are learnt
 * @param repeat an alarm of one net for one account is not told again for so long
 * @param homes the operator's own networks: who comes from there is at home, and nothing is made of it
 * @param placeless autonomous systems whose addresses do not tell where their users are, beside those that are known
 * @param countries of the logins
 * @param networks of the logins, /24 or /48
 * @param systems autonomous systems of the logins
 * @param addresses of the logins
 * @param sharedOrigin accounts that log in from one address at which they are new
 * @param bounces messages without a sender that one recipient gets
 */
public record AccountSettings(
        Optional<String> realm,
        int most,
        Learning learning,
        Duration repeat,
        List<Network> homes,
        List<String> placeless,
        Count countries,
        Count networks,
        Count systems,
        Count addresses,
        Travel travel,
        PingPong pingPong,
        Teleporter teleporter,
        Weekly weeklyCountry,
        Weekly weeklySystem,
        Concurrency concurrency,
        Quota messages,
        Quota recipients,
        Volume octets,
        Count bounces,
        Count sharedOrigin) {
    static final int MOST_ACCOUNTS = 20_000_000;
    private static final Pattern SYSTEM = Pattern.compile("(AS)?[1-9]\\d{0,9}");
    private static final Pattern DOMAIN = Pattern.compile("[^@\\s]{1,255}");
    private static final int LONGEST_NAME = 255;
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long MIB = 1 << 20;

    /** All watch, none acts. Ten countries in a day are what has been published (OCN). */
    public static final AccountSettings DEFAULTS = new AccountSettings(
            Optional.empty(),
            1_000_000,
            Learning.DEFAULTS,
            Duration.ofDays(7),
            List.of(),
            List.of(),
            new Count(Mode.OBSERVE, 10, DAY),
            new Count(Mode.OBSERVE, 40, DAY),
            new Count(Mode.OBSERVE, 12, DAY),
            new Count(Mode.OBSERVE, 60, DAY),
            new Travel(Mode.OBSERVE, 1_000, 50),
            new PingPong(Mode.OBSERVE, 12, DAY, 200),
            new Teleporter(Mode.OBSERVE, 3, Duration.ofDays(28)),
            new Weekly(Mode.OBSERVE, 4, 3),
            new Weekly(Mode.OBSERVE, 6, 3),
            new Concurrency(Mode.OBSERVE, 50),
            new Quota(Mode.OBSERVE, 1_000, 3_000, 40, 45, 2),
            new Quota(Mode.OBSERVE, 3_000, 10_000, 200, 300, 2),
            new Volume(Mode.OBSERVE, 2_048 * MIB, 8_192 * MIB, 512 * MIB, 1_024 * MIB, 2),
            new Count(Mode.OBSERVE, 100, Duration.ofHours(1)),
            new Count(Mode.OBSERVE, 10, Duration.ofHours(1)));

    /** So many different ones within a time. */
    public record Count(Mode mode, int max, Duration within) {
        public Count {
            check("max", max, 2, 10_000);
            checkTime("within", within, LONGEST);
        }
    }

    /**
     * Movements that nobody can make.
     *
     * @param speed in kilometres an hour
     * @param minDistance in kilometres; a shorter way is no movement
     */
    public record Travel(Mode mode, int speed, int minDistance) {
        public Travel {
            check("speed", speed, 1, 1_000_000);
            check("minDistance", minDistance, 0, 20_000);
        }
    }

    /**
     * Logins that come from two places in turn.
     *
     * @param max changes from one to the other
     * @param minDistance in kilometres, where it is known
     */
    public record PingPong(Mode mode, int max, Duration within, int minDistance) {
        public PingPong {
            check("max", max, 2, AccountRecord.MOST_STAYS - 1);
            checkTime("within", within, LONGEST);
            check("minDistance", minDistance, 0, 20_000);
        }
    }

    /**
     * Impossible movements that are few and far between.
     *
     * @param max days with one, each to another place that was new
     */
    public record Teleporter(Mode mode, int max, Duration within) {
        public Teleporter {
            check("max", max, 1, AccountRecord.MOST_LEAPS);
            checkTime("within", within, LONGEST);
        }
    }

    /**
     * Another place each week, and seldom used.
     *
     * @param weeks one after the other
     * @param logins so many in one week at most: whoever travels logs in more often
     */
    public record Weekly(Mode mode, int weeks, int logins) {
        public Weekly {
            check("weeks", weeks, 2, AccountRecord.MOST_WEEKS);
            check("logins", logins, 1, 1_000);
        }
    }

    /**
     * Sessions of one account.
     *
     * @param max that live at once, on this node
     */
    public record Concurrency(Mode mode, int max) {
        public Concurrency {
            check("max", max, 2, 100_000);
        }
    }

    /**
     * How many messages or recipients an account sends.
     *
     * @param perHour of the clock
     * @param perDay in UTC
     * @param fromNew a day, from places that are new to the account; no alarm below one and a half
     *     times its busiest day
     * @param whileNew from such places within seven days; no alarm below one and a half times its busiest week
     * @param growth perHour and perDay are no alarm below so many times the busiest day of the last eight weeks
     */
    public record Quota(Mode mode, int perHour, int perDay, int fromNew, int whileNew, int growth) {
        public Quota {
            Volume.check(perHour, perDay, fromNew, whileNew, growth);
        }

        Volume volume() {
            return new Volume(mode, perHour, perDay, fromNew, whileNew, growth);
        }
    }

    /** How many octets an account sends: as in {@link Quota}. */
    public record Volume(Mode mode, long perHour, long perDay, long fromNew, long whileNew, int growth) {
        public Volume {
            check(perHour, perDay, fromNew, whileNew, growth);
        }

        private static void check(long perHour, long perDay, long fromNew, long whileNew, int growth) {
            if (perHour < 1 || perDay < 1 || fromNew < 1 || whileNew < 1) {
                throw new IllegalArgumentException("perHour, perDay, fromNew and whileNew must be at least 1");
            }
            AccountSettings.check("growth", growth, 0, 1_000);
        }
    }

    public AccountSettings {
        realm = realm.map(domain -> domain.toLowerCase(Locale.ROOT));
        realm.ifPresent(AccountSettings::checkRealm);
        check("most", most, 100, MOST_ACCOUNTS);
        checkTime("repeat", repeat, LONGEST);
        homes = List.copyOf(homes);
        placeless = List.copyOf(placeless);
        placeless.forEach(AccountSettings::checkSystem);
        // More are not told apart.
        check("countries.max", countries.max(), 2, AccountRecord.MOST_VISITS);
        check("networks.max", networks.max(), 2, AccountRecord.MOST_VISITS);
        check("systems.max", systems.max(), 2, AccountRecord.MOST_VISITS);
        check("addresses.max", addresses.max(), 2, AccountRecord.MOST_VISITS);
        check("sharedOrigin.max", sharedOrigin.max(), 2, AccountRecord.MOST_VISITS);
    }

    /** How an account is known, however it is spelled: in lower case, and with its domain. */
    public String name(String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        String name = realm.filter(domain -> lower.indexOf('@') < 0)
                .map(domain -> lower + "@" + domain)
                .orElse(lower);
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    /** How far one of these nets may go, by its name; empty if it is none of them. */
    public Optional<Mode> modeOf(String net) {
        return Optional.ofNullable(
                switch (net) {
                    case "countries" -> countries.mode();
                    case "networks" -> networks.mode();
                    case "systems" -> systems.mode();
                    case "addresses" -> addresses.mode();
                    case "travel" -> travel.mode();
                    case "pingPong" -> pingPong.mode();
                    case "teleporter" -> teleporter.mode();
                    case "weeklyCountry" -> weeklyCountry.mode();
                    case "weeklySystem" -> weeklySystem.mode();
                    case "concurrency" -> concurrency.mode();
                    case "messages" -> messages.mode();
                    case "recipients" -> recipients.mode();
                    case "octets" -> octets.mode();
                    case "bounces" -> bounces.mode();
                    case "sharedOrigin" -> sharedOrigin.mode();
                    default -> null;
                });
    }

    private static void checkRealm(String realm) {
        if (!DOMAIN.matcher(realm).matches()) {
            throw new IllegalArgumentException("realm must be a domain such as example.jp, not '" + realm + "'");
        }
    }

    private static void checkSystem(String system) {
        if (!SYSTEM.matcher(system).matches()) {
            throw new IllegalArgumentException("placeless must be numbers such as AS64500, not '" + system + "'");
        }
    }

    static void check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be between " + least + " and " + most + "; is " + value);
        }
    }

    static void checkTime(String key, Duration value, Duration most) {
        if (value.isNegative() || value.isZero() || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + " must be more than 0s and at most " + most.toDays() + "d");
        }
    }
}
