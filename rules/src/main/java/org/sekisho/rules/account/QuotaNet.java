package org.sekisho.rules.account;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * More messages, recipients or octets in an hour or a day than an account may send, or from places that are new to it, on one
 * day or on seven; only what is sent from such a place makes that an alarm. What it has sent before on a busy day, or in a busy
 * week, is none.
 */
final class QuotaNet {
    /** A newsletter is not of the same size each time. */
    private static final int HALF = 2;

    private final String name;
    private final AccountSettings.Volume settings;
    private final ToLongFunction<Amount> what;

    private QuotaNet(String name, AccountSettings.Volume settings, ToLongFunction<Amount> what) {
        this.name = name;
        this.settings = settings;
        this.what = what;
    }

    static QuotaNet messages(AccountSettings.Quota settings) {
        return new QuotaNet("messages", settings.volume(), Amount::messages);
    }

    static QuotaNet recipients(AccountSettings.Quota settings) {
        return new QuotaNet("recipients", settings.volume(), Amount::recipients);
    }

    static QuotaNet octets(AccountSettings.Volume settings) {
        return new QuotaNet("octets", settings, Amount::octets);
    }

    /**
     * After a message.
     *
     * @param standing of the place that it came from
     * @param inWeek in its busiest week
     */
    Optional<Hit> look(AccountRecord account, Standing standing, Amount inWeek) {
        Optional<Hit> strange = standing.fromNew() ? lookAtNew(account, standing, inWeek) : Optional.empty();
        return strange.or(() -> lookAtAll(account));
    }

    private Optional<Hit> lookAtNew(AccountRecord account, Standing standing, Amount inWeek) {
        long patience = standing.patience();
        long usual = what.applyAsLong(account.usual());
        long fresh = what.applyAsLong(account.usage().freshToday(standing));
        if (fresh / patience >= settings.fromNew() && fresh > usual + usual / HALF) {
            return hit(
                    Hit.ACT,
                    fresh,
                    "today from places that are new to it",
                    patience * settings.fromNew(),
                    "day",
                    usual);
        }
        long week = what.applyAsLong(account.usage().freshInWeek(standing));
        long usualWeek = what.applyAsLong(inWeek);
        if (week / patience >= settings.whileNew() && week > usualWeek + usualWeek / HALF) {
            String when = "within " + Usage.WEEK + " days from places that are new to it";
            return hit(Hit.ACT, week, when, patience * settings.whileNew(), "week", usualWeek);
        }
        return Optional.empty();
    }

    private Optional<Hit> lookAtAll(AccountRecord account) {
        Usage usage = account.usage();
        long usual = what.applyAsLong(account.usual());
        long hour = what.applyAsLong(usage.inHour());
        long grown = usual * settings.growth();
        if (hour >= settings.perHour() && hour > grown) {
            return hit(Hit.LOOK, hour, "within this hour", settings.perHour(), "day", usual);
        }
        long day = what.applyAsLong(usage.inDay());
        if (day >= settings.perDay() && day > grown) {
            return hit(Hit.LOOK, day, "today", settings.perDay(), "day", usual);
        }
        return Optional.empty();
    }

    private Optional<Hit> hit(int score, long count, String when, long threshold, String busiest, long usual) {
        String because = count + " " + name + " " + when + " (threshold " + threshold + ", its busiest " + busiest
                + " so far " + usual + ")";
        return Optional.of(new Hit(name, score, because, List.of()));
    }
}
