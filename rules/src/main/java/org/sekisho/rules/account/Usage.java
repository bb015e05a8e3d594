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
 * @param endured restrictions for how much was sent that nobody has done anything about
 */
public record Usage(
        long hour, Amount inHour, long day, Amount inDay, List<Fresh> fresh, boolean unusual, Endured endured) {
    /** Days beside the present one, so that no week is cut short. */
    static final int WEEK = 7;

    static final Usage NONE = new Usage(0, Amount.NONE, 0, Amount.NONE, List.of(), false, Endured.NONE);

    /** Sent on one day from places that were new. */
    public record Fresh(long day, Amount sent) {}

    /**
     * Restrictions that have ended by time alone.
     *
     * @param times one after the other, none of them {@link Repute#SUSPECTED} after the one before; at most {@value #MOST}
     * @param last when the last of them ended
     */
    public record Endured(int times, Instant last) {
        static final int MOST = 4;

        static final Endured NONE = new Endured(0, Instant.EPOCH);

        private Endured at(Instant now) {
            return now.isBefore(last.plus(Repute.SUSPECTED)) ? this : NONE;
        }

        private Endured once(Instant now) {
            return new Endured(Math.min(MOST, at(now).times + 1), now);
        }
    }

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
            return new Usage(thisHour, Amount.NONE, today, Amount.NONE, lately, false, endured.at(now));
        }
        return thisHour > hour ? new Usage(thisHour, Amount.NONE, day, inDay, fresh, unusual, endured) : this;
    }

    Usage and(Amount more, boolean fromNew) {
        return new Usage(
                hour, inHour.plus(more), day, inDay.plus(more), fromNew ? freshAnd(more) : fresh, unusual, endured);
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
        return new Usage(hour, inHour, day, inDay, fresh, true, endured);
    }

    /** A restriction has ended, and nobody has said what it was about. */
    Usage enduring(Instant now) {
        return new Usage(hour, inHour, day, inDay, fresh, unusual, endured.once(now));
    }

    /**
     * How many times what is too much from new places may be sent from there: twice as much after each restriction that nobody
     * has done anything about, or an application on a new server would be restricted again and again.
     */
    int patience() {
        return 1 << endured.times;
    }

    /** Nothing counts that was sent before. */
    Usage anew() {
        return new Usage(hour, Amount.NONE, day, Amount.NONE, List.of(), unusual, Endured.NONE);
    }
}
