package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.AccountSettings.Count;

class AccountSettingsTest {
    @Test
    void countsTenCountriesInADayAsPublished() {
        assertThat(AccountSettings.DEFAULTS.countries()).isEqualTo(new Count(Mode.OBSERVE, 10, Duration.ofDays(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "countries",
                "networks",
                "systems",
                "addresses",
                "travel",
                "pingPong",
                "teleporter",
                "weeklyCountry",
                "weeklySystem",
                "concurrency",
                "messages",
                "recipients",
                "octets",
                "bounces",
                "sharedOrigin"
            })
    void onlyWatchesAtFirst(String net) {
        assertThat(AccountSettings.DEFAULTS.modeOf(net)).contains(Mode.OBSERVE);
    }

    @Test
    void hasNoModeForANetItDoesNotKnow() {
        assertThat(AccountSettings.DEFAULTS.modeOf("drift")).isEmpty();
    }

    @Test
    void canCountNoMoreCountriesThanAreRemembered() {
        assertThatThrownBy(() -> Settings.with(new Count(Mode.OBSERVE, 65, Duration.ofDays(1))))
                .hasMessage("countries.max must be between 2 and 64; is 65");
    }

    /** A12. */
    @ParameterizedTest
    @CsvSource({
        "alice, alice@example.jp",
        "ALICE, alice@example.jp",
        "Alice@Example.JP, alice@example.jp",
        "alice@other.example, alice@other.example"
    })
    void knowsAnAccountHoweverItIsSpelled(String written, String name) {
        assertThat(Settings.with("Example.jp").name(written)).isEqualTo(name);
    }

    @Test
    void leavesANameWithoutDomainAloneWhereNoRealmIsGiven() {
        assertThat(AccountSettings.DEFAULTS.name("Alice")).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "@example.jp"})
    void takesADomainForRealm(String realm) {
        assertThatThrownBy(() -> Settings.with(realm))
                .hasMessage("realm must be a domain such as example.jp, not '" + realm + "'");
    }

    @Test
    void takesNumbersOfAutonomousSystems() {
        assertThatThrownBy(() -> Settings.with(List.of(), List.of("M247")))
                .hasMessage("placeless must be numbers such as AS64500, not 'M247'");
    }
}
