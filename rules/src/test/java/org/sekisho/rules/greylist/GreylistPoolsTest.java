package org.sekisho.rules.greylist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.hold.Barrier;
import org.sekisho.rules.hold.Who;
import org.sekisho.testing.Changed;

/** Senders whose retries come from another server each time (G5). */
final class GreylistPoolsTest {
    private static final String FROM = "sender@example.net";
    private static final String TO = "user@example.org";

    private final Barrier barrier = new Barrier().greylist(Barrier.greylist(Who.ALL, Duration.ofMinutes(3), 1));

    @BeforeEach
    void tenNetworksOfOneDomain() {
        StringBuilder spf = new StringBuilder("v=spf1");
        for (int i = 0; i < 10; i++) {
            spf.append(" ip4:192.0.").append(i).append(".0/24");
        }
        barrier.dns.text("example.net", spf + " -all");
    }

    @Test
    void aSenderRotatingOverTenNetworksOfItsSpfDomainPassesAtItsSecondTry() {
        for (int second = 1; second < 10; second++) {
            String from = "sender" + (char) ('a' + second) + "@example.net";
            assertThat(code("192.0.0.25", from)).isEqualTo(450);
            barrier.time.advance(Duration.ofMinutes(3));
            assertThat(code("192.0." + second + ".25", from)).isEqualTo(250);
        }
    }

    @Test
    void aServerThatTheDomainDoesNotAuthoriseIsNotOfItsPool() {
        code("192.0.0.25", FROM);
        barrier.time.advance(Duration.ofMinutes(3));

        assertThat(code("192.0.10.25", FROM)).isEqualTo(450);
    }

    @Test
    void serversWithVerifiedNamesOfOneOrganisationAreOneClient() {
        barrier.dns
                .host("out1.provider.example.com", "198.51.100.25")
                .host("out2.provider.example.com", "203.0.113.25");
        code("198.51.100.25", "user@customer.example");
        barrier.time.advance(Duration.ofMinutes(3));

        assertThat(code("203.0.113.25", "user@customer.example")).isEqualTo(250);
    }

    @Test
    void aNameThatIsOnlyClaimedMakesNoPool() {
        barrier.dns
                .host("out1.provider.example.com", "198.51.100.25")
                .pointer("203.0.113.25", "out2.provider.example.com");
        code("198.51.100.25", "user@customer.example");
        barrier.time.advance(Duration.ofMinutes(3));

        assertThat(code("203.0.113.25", "user@customer.example")).isEqualTo(450);
    }

    @Test
    void poolsCanBeSwitchedOff() {
        barrier.greylist(Changed.in(Barrier.greylist(Who.ALL, Duration.ofMinutes(3), 1), "senderPools", false));
        code("192.0.0.25", FROM);
        barrier.time.advance(Duration.ofMinutes(3));

        assertThat(code("192.0.1.25", FROM)).isEqualTo(450);
    }

    private int code(String client, String sender) {
        return barrier.from(client).asksAndWaits(sender, TO).code();
    }
}
