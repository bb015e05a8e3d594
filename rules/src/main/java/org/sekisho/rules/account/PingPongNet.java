package org.sekisho.rules.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sekisho.rules.account.AccountRecord.Stay;

/**
 * Two places that take turns: two who share an account, one of them perhaps unasked. A phone between its mobile network and
 * an office is none: the account knows both, or has another network in one of them each time.
 */
final class PingPongNet implements LoginNet {
    static final String NAME = "pingPong";

    private final AccountSettings.PingPong settings;
    private final Learning learning;
    private final Atlas atlas;

    PingPongNet(AccountSettings.PingPong settings, Learning learning, Atlas atlas) {
        this.settings = settings;
        this.learning = learning;
        this.atlas = atlas;
    }

    @Override
    public Optional<Hit> look(Arrival arrival) {
        List<Stay> stays = arrival.account().stays();
        if (!arrival.tellsPlace() || arrival.familiarity() == Familiarity.LEARNING || stays.size() < 2) {
            return Optional.empty();
        }
        Stay here = stays.get(stays.size() - 1);
        Stay there = stays.get(stays.size() - 2);
        boolean strange = isNew(arrival, here) || isNew(arrival, there);
        if (!strange || wanders(arrival, here) || wanders(arrival, there) || !apart(here, there)) {
            return Optional.empty();
        }
        Instant from = arrival.login().time().minus(settings.within());
        int changes = 0;
        for (int i = 1; i < stays.size(); i++) {
            boolean lately = stays.get(i).from().isAfter(from);
            if (lately && changed(stays.get(i - 1), stays.get(i), here, there)) {
                changes++;
            }
        }
        if (changes < settings.max()) {
            return Optional.empty();
        }
        String because = changes + " changes between " + there.place() + " and " + here.place() + " within "
                + Words.span(settings.within()) + " (threshold " + settings.max() + "): perhaps it is shared";
        return Optional.of(new Hit(NAME, Hit.LOOK, because, List.of()));
    }

    private static boolean changed(Stay before, Stay after, Stay here, Stay there) {
        return (same(before, there) && same(after, here)) || (same(before, here) && same(after, there));
    }

    private static boolean same(Stay one, Stay other) {
        return one.place().equals(other.place())
                && one.at().isPresent() == other.at().isPresent()
                && one.at()
                        .map(at -> at.kilometresTo(other.at().orElseThrow()) < AccountRecord.SAME_TOWN)
                        .orElse(true);
    }

    private boolean isNew(Arrival arrival, Stay stay) {
        return arrival.account()
                        .familiarity(stay.place(), learning, arrival.login().time())
                == Familiarity.NEW;
    }

    private static boolean wanders(Arrival arrival, Stay stay) {
        return arrival.account().home(stay.place()).filter(Home::wandering).isPresent();
    }

    /** Far enough; within one country, where it is not known how far, another autonomous system or network will do. */
    private boolean apart(Stay here, Stay there) {
        String country = here.place().country();
        String other = there.place().country();
        boolean positions = here.at().isPresent() && there.at().isPresent();
        if (!positions && country.equals(other)) {
            return true;
        }
        boolean comparable = positions || !atlas.adjoin(country, other);
        return comparable && atlas.kilometres(country, here.at(), other, there.at()) >= settings.minDistance();
    }
}
