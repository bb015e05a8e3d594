package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origin.AutonomousSystem;
import org.sekisho.settings.Network;

/** Those who stay below the threshold because each failure comes from another address. */
class ManyAddressesTest {
    private static final String JAIL = "unknown-users";
    private static final Aggregates OF_SYSTEMS = new Aggregates(0, 24, 48, 4, 0);
    private static final Aggregates OF_COUNTRIES = new Aggregates(0, 24, 48, 0, 4);

    private final Precinct precinct = new Precinct();
    private int recipients;

    /** 11/8 is AS64510 in SC, 20/8 is AS64520 in SC; 2001:db8::/32 is AS64510 in FR; of others nothing is known. */
    private static Origin origin(InetAddress address) {
        if (Network.parse("2001:db8::/32").contains(address)) {
            return origin("FR", 64510);
        }
        return switch (address.getAddress()[0]) {
            case 11 -> origin("SC", 64510);
            case 20 -> origin("SC", 64520);
            default -> Origin.UNKNOWN;
        };
    }

    private static Origin origin(String country, long system) {
        return new Origin(Optional.of(country), Optional.of(new AutonomousSystem(system, "Example")), Optional.empty());
    }

    @BeforeEach
    void begin() {
        precinct.origins = ManyAddressesTest::origin;
    }

    private void jail(Aggregates aggregates) {
        precinct.with(JAIL, jail -> jail.aggregates = aggregates);
    }

    /** One failure of each. */
    private void fail(String... addresses) {
        for (String address : addresses) {
            precinct.from(address).unknown("user" + recipients++ + "@example.org");
        }
    }

    @Test
    @DisplayName("capability 0.8: a network that rotates addresses below the threshold is banned")
    void bansANetwork() {
        jail(new Aggregates(4, 24, 48, 0, 0));
        fail("11.0.0.1", "11.0.0.2", "11.0.0.3", "11.0.0.4");

        assertThat(precinct.inForce()).containsExactly("11.0.0.0/24");
    }

    @Test
    void sparesANetworkInWhichAHostIsThatIsIgnoredByName() {
        precinct.dns.address("relay.example", "11.0.0.200");
        precinct.with(JAIL, jail -> {
            jail.aggregates = new Aggregates(4, 24, 48, 0, 0);
            jail.ignoreIp = List.of("relay.example");
        });
        fail("11.0.0.1", "11.0.0.2", "11.0.0.3", "11.0.0.4");

        assertThat(precinct.banned).isEmpty();
    }

    @Test
    @DisplayName(
            "capability 0.8: a system that rotates addresses below the threshold is noticed, and each that goes on is banned")
    void bansWhoeverOfASystemGoesOn() {
        jail(OF_SYSTEMS);
        fail("11.0.0.1", "11.1.0.1", "11.2.0.1");
        assertThat(precinct.banned).isEmpty();
        fail("11.3.0.1", "2001:db8::1", "20.0.0.1");

        assertThat(precinct.inForce()).containsExactly("11.3.0.1", "2001:db8::/64");
    }

    @Test
    @DisplayName(
            "capability 0.8: a country that rotates addresses below the threshold is noticed, and each that goes on is banned")
    void bansWhoeverOfACountryGoesOn() {
        jail(OF_COUNTRIES);
        fail("11.0.0.1", "20.0.0.1", "11.2.0.1", "20.3.0.1", "11.4.0.1", "2001:db8::1");

        assertThat(precinct.inForce()).containsExactly("20.3.0.1", "11.4.0.1");
    }

    @Test
    void tellsWhatOthersOfTheSystemHaveDone() {
        jail(OF_SYSTEMS);
        fail("11.0.0.1", "11.1.0.1", "11.2.0.1", "11.3.0.1");

        assertThat(precinct.banned).singleElement().satisfies(ban -> {
            assertThat(ban.failures()).isEqualTo(4);
            assertThat(ban.evidence()).hasSize(5).first().asString().contains(" 11.0.0.1 from=<");
            assertThat(ban.evidence()).last().isEqualTo("4 failures: system AS64510");
            assertThat(ban.until()).contains(precinct.time.instant().plus(Duration.ofHours(1)));
        });
    }

    @Test
    void bansNobodyForWhatOneClientOfTheSystemHasDone() {
        precinct.with(JAIL, jail -> {
            jail.aggregates = OF_SYSTEMS;
            jail.maxRetry = 100;
        });
        for (int i = 0; i < 20; i++) {
            fail("11.0.0.1", "2001:db8::" + Integer.toHexString(i));
        }

        assertThat(precinct.banned)
                .as("two clients, of which one has many addresses")
                .isEmpty();
    }

    @Test
    void forgetsWhatASystemHasDoneAfterFindTime() {
        jail(OF_SYSTEMS);
        fail("11.0.0.1", "11.1.0.1", "11.2.0.1");
        precinct.pass(Duration.ofMinutes(5));
        fail("11.3.0.1");

        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void letsASystemRestWhenNobodyOfItFailsForFindTime() {
        jail(OF_SYSTEMS);
        fail("11.0.0.1", "11.1.0.1", "11.2.0.1", "11.3.0.1");
        precinct.pass(Duration.ofMinutes(5));
        fail("11.4.0.1");

        assertThat(precinct.inForce()).containsExactly("11.3.0.1");
    }

    @Test
    void countsNobodyWhoseOriginIsUnknown() {
        jail(new Aggregates(0, 24, 48, 1, 1));
        fail("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");

        assertThat(precinct.banned).isEmpty();
        assertThat(precinct.status(JAIL).failing()).hasSize(4);
    }

    @Test
    void countsTheBanAsOneOfTheClientsOwn() {
        precinct.with(JAIL, jail -> {
            jail.aggregates = OF_SYSTEMS;
            jail.increment = new Increment(
                    true, 1, jail.increment.multipliers(), jail.increment.maxTime(), jail.increment.random());
        });
        fail("11.0.0.1", "11.1.0.1", "11.2.0.1", "11.3.0.1");
        precinct.pass(Duration.ofHours(2));
        fail("11.0.0.1", "11.1.0.1", "11.2.0.1", "11.3.0.1");

        assertThat(precinct.banned).hasSize(2).last().satisfies(ban -> {
            assertThat(ban.times()).isOne();
            assertThat(Duration.between(ban.since(), ban.end())).isEqualTo(Duration.ofHours(2));
        });
    }

    @Test
    void saysOnceWhomAJailThatWatchesWouldHaveBanned() {
        precinct.with(JAIL, jail -> {
            jail.mode = Mode.OBSERVE;
            jail.aggregates = OF_SYSTEMS;
        });
        fail("11.0.0.1", "11.1.0.1", "11.2.0.1", "11.3.0.1", "11.3.0.1", "11.3.0.1");

        assertThat(precinct.wouldBan).hasSize(1);
        assertThat(precinct.status(JAIL).wouldBans())
                .extracting(JailStatus.WouldBan::subject)
                .containsExactly("11.3.0.1");
    }

    @Test
    void tellsWhereThoseComeFromWhoFail() {
        precinct.with(JAIL, jail -> {
            jail.maxRetry = 10;
            jail.aggregates = new Aggregates(100, 24, 48, 100, 100);
        });
        fail("11.0.0.1", "11.0.0.1", "20.0.0.1", "2001:db8::1", "192.0.2.1");

        assertThat(precinct.status(JAIL).failuresByCountry()).containsOnly(Map.entry("SC", 3), Map.entry("FR", 1));
    }
}
