package org.sekisho.rules.account;

import java.util.List;
import java.util.Optional;
import org.sekisho.rules.account.AccountSettings.Count;
import org.sekisho.rules.account.AccountSettings.Quota;
import org.sekisho.settings.Network;

/** The default settings with some of them changed. */
final class Settings {
    private static final AccountSettings USUAL = AccountSettings.DEFAULTS;

    private Settings() {}

    static AccountSettings with(List<Network> homes, List<String> placeless) {
        return with(homes, placeless, USUAL.countries(), USUAL.messages());
    }

    static AccountSettings with(Count countries) {
        return with(List.of(), List.of(), countries, USUAL.messages());
    }

    static AccountSettings with(Quota messages) {
        return with(List.of(), List.of(), USUAL.countries(), messages);
    }

    static AccountSettings with(String realm) {
        return with(Optional.of(realm), List.of(), List.of(), USUAL.countries(), USUAL.messages());
    }

    private static AccountSettings with(List<Network> homes, List<String> placeless, Count countries, Quota messages) {
        return with(Optional.empty(), homes, placeless, countries, messages);
    }

    private static AccountSettings with(
            Optional<String> realm, List<Network> homes, List<String> placeless, Count countries, Quota messages) {
        return new AccountSettings(
                realm,
                USUAL.most(),
                USUAL.learning(),
                USUAL.repeat(),
                homes,
                placeless,
                countries,
                USUAL.networks(),
                USUAL.systems(),
                USUAL.addresses(),
                USUAL.travel(),
                USUAL.pingPong(),
                USUAL.teleporter(),
                USUAL.weeklyCountry(),
                USUAL.weeklySystem(),
                USUAL.concurrency(),
                messages,
                USUAL.recipients(),
                USUAL.octets(),
                USUAL.bounces(),
                USUAL.sharedOrigin());
    }
}
