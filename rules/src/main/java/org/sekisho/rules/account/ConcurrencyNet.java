package org.sekisho.rules.account;

import java.util.List;
import java.util.Optional;

/** So many sessions of one account at once, on this node. */
final class ConcurrencyNet implements LoginNet {
    private final AccountSettings.Concurrency settings;

    ConcurrencyNet(AccountSettings.Concurrency settings) {
        this.settings = settings;
    }

    @Override
    public Optional<Hit> look(Arrival arrival) {
        if (arrival.sessions() < settings.max()) {
            return Optional.empty();
        }
        String because = arrival.sessions() + " sessions at once (threshold " + settings.max() + ")";
        return Optional.of(new Hit("concurrency", Hit.LOOK, because, List.of()));
    }
}
