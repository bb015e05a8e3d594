package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.QueuedMessage;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

/** Senders that try again from another server: whom greylisting takes for the same client, and whom not (G5). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoolsIT {
    private static final String RULES = """
            rules:
              profile: standard
              set:
                early-talker: {greetWait: 0s}
                tarpit: {mode: off}
                greylist: {who: all, delay: 1s}
            """;

    private final RealPostfix postfix = RealPostfix.usual("");
    private final Site site = new Site(postfix, RULES);

    @AfterAll
    void stop() {
        site.close();
        postfix.close();
    }

    @BeforeEach
    void emptyQueue() {
        postfix.clear();
    }

    @Test
    void serversWithVerifiedNamesOfOneOrganisationAreOneClient() {
        site.dns()
                .zone()
                .add("customer.example 300 MX 10 mail.friend.example")
                .host("out1.provider.example", "198.18.70.25")
                .host("out2.provider.example", "198.19.71.25")
                .host("out.stranger.example", "198.19.72.25");
        // The stranger only says that it is of the provider's.
        site.dns().zone().add("25.73.19.198.in-addr.arpa 300 PTR out3.provider.example");
        String sender = "a@customer.example";

        waitForRetry("198.18.70.25", "198.19.71.25", sender);

        assertThat(recipient("198.19.72.25", sender)).startsWith("450 4.2.0 Greylisted");
        assertThat(recipient("198.19.73.25", sender)).startsWith("450 4.2.0 Greylisted");
        assertDelivers("198.19.71.25", sender);
    }

    @Test
    void serversThatTheSendersDomainAuthorisesAreOneClient() {
        site.dns()
                .zone()
                .add("rotating.example 300 MX 10 mail.friend.example")
                .add("rotating.example 300 TXT \"v=spf1 ip4:198.18.80.0/24 ip4:198.19.81.0/24 -all\"");
        String sender = "a@rotating.example";

        waitForRetry("198.18.80.25", "198.19.81.25", sender);

        assertThat(recipient("198.19.82.25", sender)).startsWith("450 4.2.0 Greylisted");
        assertDelivers("198.19.81.25", sender);
    }

    /** The first try, and then the time until a retry from elsewhere counts; to explain one leaves no trace. */
    private void waitForRetry(String first, String next, String sender) {
        assertThat(recipient(first, sender)).startsWith("450 4.2.0 Greylisted");
        Await.until(
                "a retry from " + next + " counts",
                () -> site.ask("explain", "--client", next, "--from", sender, "--rcpt", "user@example.com")
                        .contains("the triplet has come back"));
    }

    private void assertDelivers(String address, String sender) {
        try (RawClient client = site.client(address)) {
            client.command("MAIL FROM:<" + sender + ">", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            Site.sendMessage(client);
        }
        assertThat(postfix.settledQueue()).extracting(QueuedMessage::sender).containsExactly(sender);
        assertThat(postfix.awaitLog("client=\\S*\\[" + address + "\\]")).isNotEmpty();
    }

    private String recipient(String address, String sender) {
        try (RawClient client = site.client(address)) {
            client.command("MAIL FROM:<" + sender + ">", "250 ");
            return client.command("RCPT TO:<user@example.com>");
        }
    }
}
