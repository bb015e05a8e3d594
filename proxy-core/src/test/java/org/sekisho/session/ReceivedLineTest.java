package org.sekisho.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.net.io.Addresses;
import org.sekisho.policy.Stage;

class ReceivedLineTest {
    private static final Instant NOW = Instant.parse("2027-01-04T05:06:07Z");

    private static String line(String address, Stage.Introduction introduction, boolean smtpUtf8) {
        Stage.Connection connection = new Stage.Connection(
                "abc1", "mx", false, Addresses.literal(address).orElseThrow(), 40_000);
        return ReceivedLine.of("mx.example.org", connection, introduction, smtpUtf8, NOW);
    }

    @Test
    void tellsWhoWhereHowAndWhen() {
        assertThat(line(
                        "198.51.100.7",
                        new Stage.Introduction("c.example", true, false, false, Optional.empty()),
                        false))
                .isEqualTo("""
                        Received: from c.example ([198.51.100.7])
                            by mx.example.org with ESMTP id abc1;
                            Mon, 4 Jan 2027 05:06:07 +0000
                        """.replace("\n", "\r\n"));
    }

    @Test
    void anIpv6AddressHasItsTag() {
        assertThat(line(
                        "2001:db8::7",
                        new Stage.Introduction("c.example", true, false, false, Optional.empty()),
                        false))
                .contains("([IPv6:2001:db8::7])");
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, false, false, SMTP",
        "true, false, false, false, ESMTP",
        "true, true, false, false, ESMTPS",
        "true, false, true, false, ESMTPA",
        "true, true, true, false, ESMTPSA",
        "true, false, false, true, UTF8SMTP",
        "true, true, true, true, UTF8SMTPSA"
    })
    void namesTheProtocolAsRegistered(boolean extended, boolean tls, boolean auth, boolean utf8, String protocol) {
        Optional<String> account = auth ? Optional.of("alice") : Optional.empty();

        assertThat(line(
                        "198.51.100.7",
                        new Stage.Introduction("c.example", extended, tls, account.isPresent(), account),
                        utf8))
                .contains(" with " + protocol + " id ");
    }

    @Test
    void fitsIntoTheRoomThatIsKeptForIt() {
        Stage.Introduction longest = new Stage.Introduction("x".repeat(255), true, true, true, Optional.of("alice"));

        assertThat(line("2001:db8::7", longest, true).length()).isLessThan(Offer.RECEIVED_ROOM);
    }
}
