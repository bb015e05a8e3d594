package org.sekisho.rules.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A place that an account comes from.
 *
 * @param first seen
 * @param last seen
 * @param days on which it was seen
 * @param logins from there
 * @param network a keyed hash of the last network there
 * @param changes how often it was another network than the time before
 * @param learnt whether it was first seen while the account was being learnt
 * @param repute what was said of it
 */
public record Home(
        Place place,
        Instant first,
        Instant last,
        int days,
        int logins,
        int network,
        int changes,
        boolean learnt,
        Repute repute) {
    /** On so many days it has to be seen to be one. */
    static final int DAYS = 3;

    private static final int FEW_CHANGES = 2;
    private static final int LOGINS_PER_CHANGE = 3;

    static Home beginning(Login login, boolean learnt) {
        return new Home(login.place(), login.time(), login.time(), 1, 1, login.network(), 0, learnt, Repute.NONE);
    }

    private Home again(Login login) {
        boolean nextDay = Calendar.day(login.time()) > Calendar.day(last);
        return new Home(
                place,
                first,
                login.time(),
                nextDay ? days + 1 : days,
                logins + 1,
                login.network(),
                login.network() == network ? changes : changes + 1,
                learnt,
                repute);
    }

    Home with(Repute other) {
        return new Home(place, first, last, days, logins, network, changes, learnt, other);
    }

    /** The homes with one login more. Of too many the longest unused goes, first those that are neither seen often nor suspect. */
    static List<Home> and(List<Home> homes, Login login, boolean learnt, int most) {
        List<Home> all = new ArrayList<>();
        boolean found = false;
        for (Home home : homes) {
            boolean same = home.place.equals(login.place());
            found |= same;
            all.add(same ? home.again(login) : home);
        }
        if (!found) {
            makeRoom(all, login.time(), most);
            all.add(beginning(login, learnt));
        }
        return all;
    }

    private static void makeRoom(List<Home> all, Instant now, int most) {
        if (all.size() >= most) {
            all.remove(all.stream()
                    .min(Comparator.<Home>comparingInt(home -> home.worth(now)).thenComparing(Home::last))
                    .orElseThrow());
        }
    }

    /** A thief who looks in at many places must not make the suspect one forgotten, nor the owner's home. */
    private int worth(Instant now) {
        if (repute.suspectAt(now)) {
            return DAYS;
        }
        return days >= DAYS ? DAYS + 1 : days;
    }

    /**
     * The homes with that one being suspect, of which nothing need have been learnt yet.
     *
     * @param meant whether it becomes suspect
     */
    static List<Home> suspecting(List<Home> homes, Login login, Predicate<Home> meant, Suspicion suspicion, int most) {
        List<Home> all = new ArrayList<>(homes);
        if (all.stream().noneMatch(home -> home.place.equals(login.place()))) {
            makeRoom(all, login.time(), most);
            all.add(beginning(login, false));
        }
        all.replaceAll(home -> meant.test(home) ? home.suspected(suspicion, login.time()) : home);
        return all;
    }

    private Home suspected(Suspicion suspicion, Instant now) {
        return suspicion.anew() || !repute.suspectAt(now) ? with(repute.suspected(suspicion.opened(), now)) : this;
    }

    Familiarity familiarity(Learning learning, Instant now) {
        if (repute.suspectAt(now)) {
            return Familiarity.NEW;
        }
        boolean often = days >= DAYS;
        boolean settled = often && !now.isBefore(first.plus(learning.settle()));
        if (!learnt && !settled) {
            return repute.acquittedAt(now) ? Familiarity.KNOWN : Familiarity.NEW;
        }
        return often ? Familiarity.HOME : Familiarity.KNOWN;
    }

    /** Whether the account keeps changing its network there: a mobile one, whose addresses may be far from their user. */
    boolean wandering() {
        return changes >= FEW_CHANGES && changes * LOGINS_PER_CHANGE >= logins;
    }
}
