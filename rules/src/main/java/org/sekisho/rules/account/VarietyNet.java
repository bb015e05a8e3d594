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
 * share a password, or use a botnet, do. Where an account is at home makes no difference.
 */
final class VarietyNet implements LoginNet {
    private final String name;
    private final String words;
    private final AccountSettings.Count settings;
    private final Function<Visit, Object> what;
    private final Object unknown;

    private VarietyNet(
            String name, String words, AccountSettings.Count settings, Function<Visit, Object> what, Object unknown) {
        this.name = name;
        this.words = words;
        this.settings = settings;
        this.what = what;
        this.unknown = unknown;
    }

    static VarietyNet countries(AccountSettings.Count settings) {
        return new VarietyNet("countries", "countries", settings, Visit::country, "");
    }

    static VarietyNet systems(AccountSettings.Count settings) {
        return new VarietyNet("systems", "autonomous systems", settings, Visit::system, 0L);
    }

    static VarietyNet networks(AccountSettings.Count settings) {
        return new VarietyNet("networks", "networks", settings, Visit::network, 0);
    }

    static VarietyNet addresses(AccountSettings.Count settings) {
        return new VarietyNet("addresses", "addresses", settings, Visit::address, 0);
    }

    @Override
    public Optional<Hit> look(Arrival arrival) {
        Instant from = arrival.login().time().minus(settings.within());
        List<Visit> lately = arrival.account().visits().stream()
                .filter(visit -> visit.last().isAfter(from))
                .toList();
        Set<Object> different =
                lately.stream().map(what).filter(each -> !each.equals(unknown)).collect(Collectors.toSet());
        if (different.size() < settings.max()) {
            return Optional.empty();
        }
        String because = "logins from " + different.size() + " " + words + " within " + Words.span(settings.within())
                + " (threshold " + settings.max() + ")";
        return Optional.of(new Hit(name, Hit.ACT, because, Words.visits(lately)));
    }
}
