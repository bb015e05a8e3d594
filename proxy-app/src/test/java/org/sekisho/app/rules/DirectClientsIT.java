package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** Clients that no load balancer speaks for: they are who their connections come from, to rules and mail server. */
class DirectClientsIT {
    private static final String LIMITS = """
            rules:
              profile: none
              order: {connect: [limits]}
              set: {limits: {mode: enforce, atOnce: {address: 1}}}
            """;
    private static final String GREYLIST = """
            rules:
              profile: none
              order: {recipient: [greylist]}
              set: {greylist: {mode: enforce, who: all, delay: 1s}}
            """;

    private ScriptedUpstream mta;

    @BeforeEach
    void start() throws IOException {
        mta = ScriptedUpstream.start();
        mta.offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO");
    }

    @AfterEach
    void stop() {
        mta.close();
    }

    @Test
    void aLimitForAnAddressIsNotThatOfItsNeighbour() {
        try (Site site = Site.withoutHeader(mta, LIMITS);
                RawClient first = site.clientBoundTo("127.0.0.2").expect("220 ");
                RawClient second = site.clientBoundTo("127.0.0.2");
                RawClient neighbour = site.clientBoundTo("127.0.0.3")) {
            second.expect("421 4.7.0 ");
            neighbour.expect("220 ").command("QUIT", "221 ");
            first.command("QUIT", "221 ");
            assertThat(site.awaitLog(" decision .*outcome=disconnected")).contains(" client=127.0.0.2 ");
        }
    }

    @Test
    void aRetryCountsForTheNetworkThatItComesFrom() {
        try (Site site = Site.withoutHeader(mta, GREYLIST)) {
            assertThat(recipient(site, "127.0.0.2")).startsWith("450 4.2.0 Greylisted");
            Await.until("a retry counts", () -> recipient(site, "127.0.0.2").startsWith("250 "));

            assertThat(recipient(site, "127.0.1.2")).startsWith("450 4.2.0 Greylisted");
            assertThat(recipient(site, "127.0.0.3")).as("the same /24").startsWith("250 ");
            assertThat(mta.talks())
                    .anySatisfy(talk -> assertThat(talk.commands())
                            .anyMatch(line -> (line + " ").matches("XCLIENT .* ADDR=127\\.0\\.0\\.3 .*")));
        }
    }

    private static String recipient(Site site, String address) {
        try (RawClient client = site.clientBoundTo(address).expect("220 ")) {
            client.command("EHLO client.friend.example", "250").command("MAIL FROM:<a@example.org>", "250 ");
            String reply = client.command("RCPT TO:<ben@example.com>");
            client.command("QUIT", "221 ");
            return reply;
        }
    }
}
