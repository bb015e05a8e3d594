package org.sekisho.rules.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an account has sent lately.
 *
 * @param hour since 1970
 * @param day since 1970
 * @param fresh from places that were new to the account, by day: on that day and the week before it, the latest one last
 * @param unusual whether that day has led to an alarm that is sure: it then does not become what is usual
 */
public record Usage(long hour, Amount inHour, long day, Amount inDay, List<Fresh> fresh, boolean unusual) {
    /** Days beside the present one, so that no week is cut short. */
    static final int WEEK = 7;

    static final Usage NONE = new Usage(0, Amount.NONE, 0, Amount.NONE, List.of(), false);

    /** Sent on one day from places that were new. */
    public record Fresh(long day, Amount sent) {}

    public Usage {
        fresh = List.copyOf(fresh);
    }

    /** As it stands at this time; a clock that was set back changes nothing. */
    Usage at(Instant now) {
        long thisHour = Calendar.hour(now);
        long today = Calendar.day(now);
        if (today > day) {
            List<Fresh> lately =
                    fresh.stream().filter(each -> each.day >= today - WEEK).toList();
            return new Usage(thisHour, Amount.NONE, today, Amount.NONE, lately, false);
        }
        return thisHour > hour ? new Usage(thisHour, Amount.NONE, day, inDay, fresh, unusual) : this;
    }

    Usage and(Amount more, boolean fromNew) {
        return new Usage(hour, inHour.plus(more), day, inDay.plus(more), fromNew ? freshAnd(more) : fresh, unusual);
    }

    private List<Fresh> freshAnd(Amount more) {
        List<Fresh> all = new ArrayList<>(fresh);
        all.removeIf(each -> each.day == day);
        all.add(new Fresh(day, freshToday().plus(more)));
        return all;
    }

    /** On that day, from places that were new. */
    Amount freshToday() {
        return fresh.stream()
                .filter(each -> each.day == day)
                .map(Fresh::sent)
                .findFirst()
                .orElse(Amount.NONE);
    }

    /** On that day and in the week before it. */
    Amount freshInWeek() {
        return fresh.stream().map(Fresh::sent).reduce(Amount.NONE, Amount::plus);
    }

    Usage markedUnusual() {
        return new Usage(hour, inHour, day, inDay, fresh, true);
    }

    /** Nothing counts that was sent before. */
    Usage anew() {
        return new Usage(hour, Amount.NONE, day, Amount.NONE, List.of(), unusual);
    }
}
