package org.sekisho.rules.account;

import java.time.Instant;

/**
 * What an account has sent lately.
 *
 * @param hour since 1970
 * @param day since 1970
 * @param fresh on that day, from places that are new to the account
 * @param unusual whether that day has led to an alarm that is sure: it then does not become what is usual
 */
public record Usage(long hour, Amount inHour, long day, Amount inDay, Amount fresh, boolean unusual) {
    static final Usage NONE = new Usage(0, Amount.NONE, 0, Amount.NONE, Amount.NONE, false);

    /** As it stands at this time; a clock that was set back changes nothing. */
    Usage at(Instant now) {
        long thisHour = Calendar.hour(now);
        long today = Calendar.day(now);
        if (today > day) {
            return new Usage(thisHour, Amount.NONE, today, Amount.NONE, Amount.NONE, false);
        }
        return thisHour > hour ? new Usage(thisHour, Amount.NONE, day, inDay, fresh, unusual) : this;
    }

    Usage and(Amount more, boolean fromNew) {
        return new Usage(hour, inHour.plus(more), day, inDay.plus(more), fromNew ? fresh.plus(more) : fresh, unusual);
    }

    Usage markedUnusual() {
        return new Usage(hour, inHour, day, inDay, fresh, true);
    }
}
