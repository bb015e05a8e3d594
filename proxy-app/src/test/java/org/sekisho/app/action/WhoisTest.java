package org.sekisho.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.settings.Endpoint;

final class WhoisTest {
    private static final String RECORD = "inetnum:  192.0.2.0 - 192.0.2.255\r\ncountry:  sc\r\n";

    @Test
    void asksForTheAddressAndGetsTheWholeText() throws IOException {
        try (Registry registry = Registry.saying(RECORD)) {
            assertThat(whois(registry).ask("2001:db8::7")).isEqualTo(RECORD.replace("\r", ""));
            assertThat(registry.queries).containsExactly("2001:db8::7");
        }
    }

    @Test
    void asksForTheFirstAddressOfANetwork() throws IOException {
        try (Registry registry = Registry.saying(RECORD)) {
            whois(registry).ask("192.0.2.0/24");

            assertThat(registry.queries).containsExactly("192.0.2.0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"refer:        127.0.0.2", "ReferralServer: whois://127.0.0.2", "ReferralServer:  127.0.0.2/"})
    void asksTheRegistryThatItIsReferredTo(String referral) throws IOException {
        try (Registry regional = Registry.on("127.0.0.2", 0, RECORD);
                Registry root = Registry.on("127.0.0.1", regional.address().port(), "% IANA\n" + referral + "\n\n")) {
            assertThat(whois(root).ask("192.0.2.7")).isEqualTo(RECORD.replace("\r", ""));
        }
    }

    @Test
    void keepsWhatItHasWhenTheNextRegistryIsSilent() throws IOException {
        try (Registry root = Registry.saying("organisation: APNIC\nrefer: 127.0.0.2\n")) {
            assertThat(whois(root).ask("192.0.2.7"))
                    .startsWith("organisation: APNIC")
                    .contains("(127.0.0.2:" + root.address().port() + " cannot be asked: ");
        }
    }

    @Test
    void isNotReferredToAnotherPort() throws IOException {
        try (Registry other = Registry.on("127.0.0.2", 0, RECORD);
                Registry root =
                        Registry.saying("refer: 127.0.0.2:" + other.address().port() + "\n")) {
            assertThat(whois(root).ask("192.0.2.7")).startsWith("refer: ");
            assertThat(other.queries).isEmpty();
        }
    }

    @Test
    void takesNoMoreThanSixtyFourKibibytes() throws IOException {
        try (Registry endless = Registry.saying("x".repeat(3 * Whois.OCTETS_MAX))) {
            assertThat(whois(endless).ask("192.0.2.7")).hasSize(Whois.OCTETS_MAX);
        }
    }

    @Test
    void givesUpOnASilentServer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint address = new Endpoint("127.0.0.1", silent.getLocalPort());
            Whois whois = new Whois(address, Duration.ofMillis(50), InstantSource.system());

            assertThatThrownBy(() -> whois.ask("192.0.2.7"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(address + " did not answer within");
        }
    }

    @Test
    void readsBothCharacterSetsAndTakesControlCharactersOut() throws IOException {
        byte[] latin = "descr: S\u00e3o Paulo \u001b[2J\n".getBytes(StandardCharsets.ISO_8859_1);
        try (Registry registry = Registry.on("127.0.0.1", 0, latin)) {
            assertThat(whois(registry).ask("192.0.2.7")).isEqualTo("descr: S\u00e3o Paulo ?[2J\n");
        }
    }

    @Test
    @DisplayName("capability 1.14: the country of the source")
    void findsTheCountry() {
        assertThat(Whois.country(RECORD)).contains("SC");
        assertThat(Whois.country("% no country: here\n")).isEmpty();
    }

    private static Whois whois(Registry registry) {
        return new Whois(registry.address(), Whois.LIMIT, InstantSource.system());
    }
}
