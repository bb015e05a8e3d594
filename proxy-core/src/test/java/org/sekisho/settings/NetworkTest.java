package org.sekisho.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0",
        "192.0.2.0/24, 192.0.2.255",
        "192.0.2.7, 192.0.2.7",
        "192.0.2.7/32, 192.0.2.7",
        "0.0.0.0/0, 203.0.113.9",
        "2001:db8::/32, 2001:db8:ffff::1",
        "::1, ::1",
        "::/0, 2001:db8::1",
        "192.0.2.0/24, ::ffff:192.0.2.9"
    })
    void containsTheAddressesOfItsBlock(String network, String address) throws UnknownHostException {
        assertThat(Network.parse(network).contains(InetAddress.getByName(address)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.3.0",
        "192.0.2.7, 192.0.2.8",
        "2001:db8::/32, 2001:db9::1",
        "0.0.0.0/0, ::1",
        "::/0, 192.0.2.1",
        "::/0, ::ffff:192.0.2.1",
        "::ffff:192.0.2.0/120, 192.0.3.7"
    })
    void doesNotContainOthers(String network, String address) throws UnknownHostException {
        assertThat(Network.parse(network).contains(InetAddress.getByName(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::ffff:192.0.2.0/120", "::ffff:192.0.2.7"})
    void readsAMappedNetworkAsIpv4(String network) throws UnknownHostException {
        assertThat(Network.parse(network).contains(InetAddress.getByName("192.0.2.7")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "all",
                "localhost",
                "192.0.2",
                "192.0.2.*",
                "192.0.2.0-9",
                "192.0.2.0/33",
                "192.0.2.256",
                "0x7f.0.0.1",
                "127.1",
                "3221225985",
                "2001:db8::/129",
                "2001:db8",
                "192.0.2.0/",
                "/24",
                "192.0.2.0/-1",
                "192.0.2.0/24/8",
                "::1%eth0",
                "[::1]",
                "192.0.2.0/255.0.255.0"
            })
    void refusesOtherNotations(String text) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a network, such as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7");
    }

    @Test
    void equalsTheSameBlockWrittenOtherwise() {
        assertThat(Network.parse("::ffff:192.0.2.0/120"))
                .isEqualTo(Network.parse("192.0.2.0/24"))
                .hasSameHashCodeAs(Network.parse("192.0.2.0/24"))
                .isNotEqualTo(Network.parse("192.0.2.0/25"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/8, 10.0.0.0/8, 10.0.0.1",
        "192.0.2.77/24, 192.0.2.0/24, 192.0.2.77",
        "2001:db8:0:1::/32, 2001:db8::/32, 2001:db8:0:1::"
    })
    void refusesBitsBeyondThePrefix(String text, String network, String address) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' has bits beyond its prefix; write " + network + ", or " + address
                        + " for the one address");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.77, 192.0.2.0/24", "10.0.0.0, 10.0.0.0/24", "2001:db8:1:2:3::4, 2001:db8:1:2::/64"})
    void anAddressHasNeighboursInItsNetwork(String address, String network) throws UnknownHostException {
        assertThat(Network.neighbourhood(InetAddress.getByName(address))).isEqualTo(network);
        assertThat(Network.parse(network).toString()).isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0, 192.0.2.255, 24",
        "192.0.2.7, 192.0.2.7, 192.0.2.7, 32",
        "192.0.2.7/32, 192.0.2.7, 192.0.2.7, 32",
        "2001:db8::/64, 2001:db8::, 2001:db8::ffff:ffff:ffff:ffff, 64",
        "2001:db8::1, 2001:db8::1, 2001:db8::1, 128",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255, 0"
    })
    void saysItsEndsAndItsLength(String text, String first, String last, int bits) {
        Network network = Network.parse(text);
        assertThat(Network.text(network.first())).isEqualTo(first);
        assertThat(Network.text(network.last())).isEqualTo(last);
        assertThat(network.bits()).isEqualTo(bits);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.0/24, true",
        "192.0.2.0/24, 192.0.3.0/24, false",
        "192.0.2.7, 2001:db8::1, false",
        "::/0, 192.0.2.7, false"
    })
    void overlapsWithWhatItContainsOrIsIn(String one, String other, boolean overlaps) {
        assertThat(Network.parse(one).overlaps(Network.parse(other))).isEqualTo(overlaps);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "192.0.2.0/24", "192.0.2.7", "::/0", "2001:db8::/52", "2001:db8::1"})
    void isMadeAgainOfItsOctetsAndBits(String text) {
        Network network = Network.parse(text);
        assertThat(Network.of(network.octets(), network.bits())).isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource({"4, 33", "4, -1", "16, 129", "3, 8", "0, 0"})
    void isNotMadeOfOctetsThatAreNoAddress(int octets, int bits) {
        assertThatThrownBy(() -> Network.of(new byte[octets], bits)).isInstanceOf(IllegalArgumentException.class);
    }
}
