package org.sekisho.rules.account;

import java.util.List;
import java.util.Optional;
import org.sekisho.rules.account.AccountRecord.Leap;

/** Impossible movements that are few and far between, each to somewhere new: a speed rule with a long memory. */
final class TeleporterNet implements LoginNet {
    static final String NAME = "teleporter";

    private static final int SCORE = 80;

    private final AccountSettings.Teleporter settings;

    TeleporterNet(AccountSettings.Teleporter settings) {
        this.settings = settings;
    }

    @Override
    public Optional<Hit> look(Arrival arrival) {
        if (arrival.leap().isEmpty() || arrival.familiarity() != Familiarity.NEW) {
            return Optional.empty();
        }
        long from = Calendar.day(arrival.login().time().minus(settings.within()));
        long places = arrival.account().leaps().stream()
                .filter(leap -> leap.toNew() && leap.day() > from)
                .map(Leap::to)
                .distinct()
                .count();
        if (places < settings.max()) {
            return Optional.empty();
        }
        String because = "impossible movements to " + places + " new places on as many days within "
                + Words.span(settings.within()) + " (threshold " + settings.max() + ")";
        return Optional.of(
                new Hit(NAME, SCORE, because, List.of(arrival.leap().get().toString())));
    }
}
