package org.sekisho.rules.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sekisho.rules.account.AccountRecord.Visit;

/**
 * So many different countries, autonomous systems, networks or addresses within a time: no person has them, thieves who
 * share a password, or use a botnet, do. Countries count wherever they are; of the others those do not that lie where the
 * account is known to be, since a phone has another address each time. Who logs in where the account is known is not taken for
 * one of them.
 */
final class VarietyNet implements LoginNet {
    /** A country or system that the files do not know is not another one. */
    private static final Set<Object> UNKNOWN = Set.of("", 0L);

    private final String name;
    private final String words;
    private final AccountSettings.Count settings;
    private final Function<Visit, Object> what;
    /** Empty where all count. */
    private final Optional<Learning> learning;

    private VarietyNet(
            String name,
            String words,
            AccountSettings.Count settings,
            Function<Visit, Object> what,
            Optional<Learning> learning) {
        this.name = name;
        this.words = words;
        this.settings = settings;
        this.what = what;
        this.learning = learning;
    }

    static VarietyNet countries(AccountSettings.Count settings) {
        return new VarietyNet("countries", "countries", settings, Visit::country, Optional.empty());
    }

    static VarietyNet systems(AccountSettings.Count settings, Learning learning) {
        return new VarietyNet("systems", "autonomous systems", settings, Visit::system, Optional.of(learning));
    }

    static VarietyNet networks(AccountSettings.Count settings, Learning learning) {
        return new VarietyNet("networks", "networks", settings, Visit::network, Optional.of(learning));
    }

    static VarietyNet addresses(AccountSettings.Count settings, Learning learning) {
        return new VarietyNet("addresses", "addresses", settings, Visit::address, Optional.of(learning));
    }

    @Override
    public Optional<Hit> look(Arrival arrival) {
        if (arrival.familiarity().isOwn()) {
            return Optional.empty();
        }
        Instant from = arrival.login().time().minus(settings.within());
        List<Visit> lately = arrival.account().visits().stream()
                .filter(visit -> visit.last().isAfter(from) && counts(visit, arrival))
                .toList();
        Set<Object> different = lately.stream()
                .map(what)
                .filter(each -> !UNKNOWN.contains(each))
                .collect(Collectors.toSet());
        if (different.size() < settings.max()) {
            return Optional.empty();
        }
        String because = "logins from " + different.size() + " " + words + " within " + Words.span(settings.within())
                + " (threshold " + settings.max() + ")";
        return Optional.of(new Hit(name, Hit.ACT, because, Words.visits(lately)));
    }

    private boolean counts(Visit visit, Arrival arrival) {
        if (learning.isEmpty()) {
            return true;
        }
        return !arrival.account()
                .familiarity(visit.place(), learning.get(), arrival.login().time())
                .isOwn();
    }
}
