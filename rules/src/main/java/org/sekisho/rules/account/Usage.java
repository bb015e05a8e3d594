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
 * @param apart the same, from new places where restrictions were borne
 * @param unusual whether that day has led to an alarm that is sure: it then does not become what is usual
 */
public record Usage(
        long hour, Amount inHour, long day, Amount inDay, List<Fresh> fresh, List<Fresh> apart, boolean unusual) {
    /** Days beside the present one, so that no week is cut short. */
    static final int WEEK = 7;

    static final Usage NONE = new Usage(0, Amount.NONE, 0, Amount.NONE, List.of(), List.of(), false);

    /** Sent on one day from places that were new. */
    public record Fresh(long day, Amount sent) {}

    public Usage {
        fresh = List.copyOf(fresh);
        apart = List.copyOf(apart);
    }

    /** As it stands at this time; a clock that was set back changes nothing. */
    Usage at(Instant now) {
        long thisHour = Calendar.hour(now);
        long today = Calendar.day(now);
        if (today > day) {
            return new Usage(
                    thisHour, Amount.NONE, today, Amount.NONE, lately(fresh, today), lately(apart, today), false);
        }
        return thisHour > hour ? new Usage(thisHour, Amount.NONE, day, inDay, fresh, apart, unusual) : this;
    }

    private static List<Fresh> lately(List<Fresh> all, long today) {
        return all.stream().filter(each -> each.day >= today - WEEK).toList();
    }

    Usage and(Amount more, Standing standing) {
        boolean among = standing.fromNew() && !standing.apart();
        return new Usage(
                hour,
                inHour.plus(more),
                day,
                inDay.plus(more),
                among ? with(fresh, more) : fresh,
                standing.apart() ? with(apart, more) : apart,
                unusual);
    }

    private List<Fresh> with(List<Fresh> some, Amount more) {
        List<Fresh> all = new ArrayList<>(some);
        all.removeIf(each -> each.day == day);
        all.add(new Fresh(day, today(some).plus(more)));
        return all;
    }

    private Amount today(List<Fresh> some) {
        return some.stream()
                .filter(each -> each.day == day)
                .map(Fresh::sent)
                .findFirst()
                .orElse(Amount.NONE);
    }

    /** On that day, from new places that count like this one. */
    Amount freshToday(Standing standing) {
        return today(counted(standing));
    }

    /** On that day and in the week before it. */
    Amount freshInWeek(Standing standing) {
        return counted(standing).stream().map(Fresh::sent).reduce(Amount.NONE, Amount::plus);
    }

    private List<Fresh> counted(Standing standing) {
        return standing.apart() ? apart : fresh;
    }

    /** On that day; what is only borne with does not become usual. */
    Amount usualToday() {
        return inDay.minus(today(apart));
    }

    Usage markedUnusual() {
        return new Usage(hour, inHour, day, inDay, fresh, apart, true);
    }

    /** Nothing counts that was sent before. */
    Usage anew() {
        return new Usage(hour, Amount.NONE, day, Amount.NONE, List.of(), List.of(), unusual);
    }
}
