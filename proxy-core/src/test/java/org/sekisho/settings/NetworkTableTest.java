package org.sekisho.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values by network. */
class NetworkTableTest {
    private final NetworkTable<String> table = new NetworkTable<>();

    NetworkTableTest() {
        table.put(Network.parse("192.0.2.0/24"), "documentation");
        table.put(Network.parse("192.0.2.7"), "seven");
        table.put(Network.parse("192.0.0.0/16"), "wide");
        table.put(Network.parse("2001:db8::/32"), "six");
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getAllByName(literal)[0];
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, wide documentation seven",
        "192.0.2.8, wide documentation",
        "192.0.3.1, wide",
        "192.1.2.7, ''",
        "2001:db8:1::1, six",
        "2001:db9::1, ''",
        "::ffff:192.0.3.1, wide"
    })
    void findsEveryNetworkThatContainsAnAddress(String client, String expected) throws UnknownHostException {
        assertThat(table.containing(address(client)))
                .containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(" "));
    }

    @Test
    void anEmptyTableContainsNothing() throws UnknownHostException {
        assertThat(new NetworkTable<>().containing(address("192.0.2.1"))).isEmpty();
    }

    @Test
    void forgetsANetworkAndNoOther() throws UnknownHostException {
        table.remove(Network.parse("192.0.2.0/24"));
        assertThat(table.containing(address("192.0.2.7"))).containsExactlyInAnyOrder("wide", "seven");
    }

    @Test
    void holdsOneValueForANetwork() throws UnknownHostException {
        table.put(Network.parse("2001:DB8::/32"), "other");
        assertThat(table.containing(address("2001:db8::1"))).containsExactly("other");
    }

    @Test
    void tellsTheValueOfANetworkItselfAndOfNoOther() {
        assertThat(table.get(Network.parse("192.0.2.0/24"))).contains("documentation");
        assertThat(table.get(Network.parse("192.0.2.0/25"))).isEmpty();
        assertThat(table.get(Network.parse("192.0.3.0/24"))).isEmpty();
    }

    @Test
    void tellsAllValues() {
        assertThat(table.values()).containsExactlyInAnyOrder("documentation", "seven", "wide", "six");
    }

    @Test
    void aNetworkOfEverybodyContainsEverybodyOfItsFamily() throws UnknownHostException {
        NetworkTable<String> everybody = new NetworkTable<>();
        everybody.put(Network.parse("0.0.0.0/0"), "four");
        everybody.put(Network.parse("::/0"), "six");
        assertThat(everybody.containing(address("255.255.255.255"))).containsExactly("four");
        assertThat(everybody.containing(address("ffff::1"))).containsExactly("six");
    }

    @ParameterizedTest
    @CsvSource({"2001:db8:1::/63", "2001:db8:1::/64", "2001:db8:1::/65", "2001:db8:1::1"})
    void findsNetworksOfEveryLength(String network) throws UnknownHostException {
        NetworkTable<String> one = new NetworkTable<>();
        one.put(Network.parse(network), "here");
        assertThat(one.containing(address("2001:db8:1::1"))).containsExactly("here");
        assertThat(one.containing(address("2001:db8:1:2::1"))).isEmpty();
    }

    @Test
    void isEmptyAgainWhenAllIsRemoved() {
        NetworkTable<String> one = new NetworkTable<>();
        one.put(Network.parse("192.0.2.7"), "seven");
        one.remove(Network.parse("192.0.2.7"));
        assertThat(one.isEmpty()).isTrue();
    }
}
