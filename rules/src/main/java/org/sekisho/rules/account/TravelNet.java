package org.sekisho.rules.account;

import java.util.List;
import java.util.Optional;
import org.sekisho.rules.account.AccountRecord.Leap;

/**
 * A movement that nobody can make. One between two places that the account knows is none. Who has moved like that before on
 * several days, or to the same place, and nothing came of it, is known to use a VPN or another's connection.
 */
final class TravelNet implements LoginNet {
    static final String NAME = "travel";

    private static final int SCORE = 80;
    /** After movements on so many days before, one more says nothing. */
    private static final int USED_TO_IT = 2;

    private final AccountSettings.Travel settings;

    TravelNet(AccountSettings.Travel settings) {
        this.settings = settings;
    }

    @Override
    public Optional<Hit> look(Arrival arrival) {
        long today = Calendar.day(arrival.login().time());
        List<Leap> before = arrival.account().leaps().stream()
                .filter(leap -> leap.day() < today)
                .toList();
        boolean usedToIt = before.size() >= USED_TO_IT
                || before.stream()
                        .anyMatch(leap -> leap.to().equals(arrival.login().place()));
        if (arrival.leap().isEmpty() || arrival.familiarity() == Familiarity.LEARNING || usedToIt) {
            return Optional.empty();
        }
        Movement leap = arrival.leap().get();
        String because = leap + " (threshold " + settings.speed() + " km/h)";
        return Optional.of(
                new Hit(NAME, SCORE, because, List.of("This login's place is " + arrival.familiarity() + " to it")));
    }
}
