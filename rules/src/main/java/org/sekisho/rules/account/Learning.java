package org.sekisho.rules.account;

import java.time.Duration;
import java.time.Instant;

/**
 * How long an account's ways are learnt before anything about where it comes from is strange.
 *
 * @param time over after so long
 * @param logins or after so many, whichever comes first
 * @param settle a place that is first seen later is new to the account for so long, however often it comes from there: a
 *     thief's place must not be a home after a few logins
 */
public record Learning(Duration time, int logins, Duration settle) {
    public static final Learning DEFAULTS = new Learning(Duration.ofDays(14), 10, Duration.ofDays(7));

    public Learning {
        AccountSettings.checkTime("time", time, Duration.ofDays(366));
        AccountSettings.check("logins", logins, 1, 10_000);
        AccountSettings.checkTime("settle", settle, Duration.ofDays(366));
    }

    boolean lastsFor(AccountRecord account, Instant now) {
        return account.logins() < logins && now.isBefore(account.firstSeen().plus(time));
    }
}
