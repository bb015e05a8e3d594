package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.QueuedMessage;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

/** taRgrey as the profile standard has it, with short delays. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TarpitIT {
    private static final String RULES = """
            rules:
              profile: standard
              set:
                early-talker: {greetWait: 0s}
                tarpit: {delay: 1s}
                greylist: {delay: 1s}
            """;

    private final RealPostfix postfix = RealPostfix.usual("");
    private final Site site = new Site(postfix, RULES);

    @AfterAll
    void stop() {
        site.close();
        postfix.close();
    }

    @AfterEach
    void emptyTheQueue() {
        postfix.clear();
    }

    /** Capability 2.1, 2.4: who is named like an end user's line waits before RCPT is answered, and is then served. */
    @Test
    void deliversTheMailOfASuspectThatWaits() {
        try (RawClient client = site.client(Site.BOT)) {
            client.command("MAIL FROM:<patient@example.org>", "250 ");
            client.command("RCPT TO:<user@example.com>", "250 ");
            send(client);
        }
        assertThat(postfix.settledQueue()).extracting(QueuedMessage::sender).containsExactly("patient@example.org");
        assertThat(site.awaitLog("from=patient@example.org .*acted=tarpit"))
                .contains("outcome=delayed", "delay=1", "client=" + Site.BOT, "to=user@example.com");
    }

    /** Capability 2.5, 2.6: who leaves while it is made to wait must come back, and comes through when its time has come. */
    @Test
    void greylistsASuspectThatHungUpAndLetsItInLater() {
        String bot = site.bot(90);
        hangUpWhileWaiting(bot, "hasty@example.org");
        assertThat(recipient(bot, "hasty@example.org")).startsWith("450 4.2.0 Greylisted");
        Await.until(
                "the triplet has come back late enough",
                () -> recipient(bot, "hasty@example.org").startsWith("250 "));
        assertThat(site.log().lines().filter(line -> line.contains("from=hasty@example.org")))
                .as("its session waited once, at its first visit")
                .filteredOn(line -> line.contains("acted=tarpit"))
                .hasSize(1);
    }

    /** Capability 2.3: a server with a proper name meets neither delay nor greylist. */
    @Test
    void letsAMailServerIn() {
        assertThat(recipient(Site.MAIL_SERVER, "proper@example.org")).startsWith("250 ");
        site.awaitLog("transaction .*from=proper@example.org");
        assertThat(site.log().lines().filter(line -> line.contains("from=proper@example.org")))
                .noneMatch(line -> line.contains(" decision "));
    }

    private void hangUpWhileWaiting(String address, String sender) {
        try (RawClient client = site.client(address)) {
            client.command("MAIL FROM:<" + sender + ">", "250 ").sendLines("RCPT TO:<user@example.com>");
            site.awaitLog("from=" + sender + " .*acted=tarpit");
        }
        site.awaitLog("session.*cause=client_left");
    }

    private String recipient(String address, String sender) {
        try (RawClient client = site.client(address)) {
            client.command("MAIL FROM:<" + sender + ">", "250 ");
            return client.command("RCPT TO:<user@example.com>");
        }
    }

    private static void send(RawClient client) {
        client.command("DATA", "354 ")
                .sendLines("Subject: one", "", "body", ".")
                .expect("250 ");
        client.command("QUIT", "221 ");
    }
}
