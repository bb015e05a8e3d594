package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

/** The program ends while it lets clients wait. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrainIT {
    private static final String RULES = """
            rules:
              profile: standard
              set: {early-talker: {greetWait: 0s}}
            """;

    private final RealPostfix postfix = RealPostfix.usual("");
    private final Site site = new Site(postfix, RULES);

    @AfterAll
    void stop() {
        site.close();
        postfix.close();
    }

    /** Capability 2.5: only who leaves by itself has to come back; our own 421 counts for nothing. */
    @Test
    void letsAClientWaitAnewThatItSentAwayItself() {
        try (RawClient client = held()) {
            site.terminate();
            client.expect("421 4.3.2 ");
            assertThat(client.rest()).isEmpty();
        }
        site.awaitEnd();
        site.startAgain();
        held().close();
        assertThat(site.log()).doesNotContain("acted=greylist");
    }

    /** A client that waits for the answer to RCPT. */
    private RawClient held() {
        long before = delays();
        RawClient client = site.client(Site.BOT).command("MAIL FROM:<a@example.org>", "250 ");
        client.sendLines("RCPT TO:<user@example.com>");
        Await.until("the client waits", () -> delays() == before + 1);
        return client;
    }

    private long delays() {
        return site.log().lines().filter(line -> line.contains("acted=tarpit")).count();
    }
}
