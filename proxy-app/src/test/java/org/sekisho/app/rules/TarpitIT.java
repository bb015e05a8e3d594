package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.QueuedMessage;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

/** taRgrey as the profile standard has it: wait, or come back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TarpitIT {
    /** Whoever waits shall not wait for long. */
    private static final String SHORT = """
            rules:
              profile: standard
              set:
                early-talker: {greetWait: 0s}
                tarpit: {delay: 1s}
            """;

    /** Whoever hangs up has 25 s to do so, and may soon come back; meanwhile it tries as often as it can. */
    private static final String RESCUE = """
            rules:
              profile: standard
              set:
                early-talker: {greetWait: 0s}
                greylist: {delay: 1s}
                limits: {mode: observe}
            """;

    private final RealPostfix postfix = RealPostfix.usual("");
    private final Site site = new Site(postfix, RESCUE);

    @AfterAll
    void stop() {
        site.close();
        postfix.close();
    }

    /** Capability 2.1, 2.4: who is named like an end user's line waits before RCPT is answered, and is then served. */
    @Test
    void deliversTheMailOfASuspectThatWaits() {
        try (Site brief = new Site(postfix, SHORT)) {
            try (RawClient client = brief.client(Site.BOT)) {
                client.command("MAIL FROM:<patient@example.org>", "250 ");
                client.command("RCPT TO:<user@example.com>", "250 ");
                Site.sendMessage(client);
            }
            assertThat(brief.awaitLog("from=patient@example.org .*acted=tarpit"))
                    .contains("outcome=delayed", "delay=1", "client=" + Site.BOT, "to=user@example.com");
        }
        assertThat(postfix.settledQueue()).extracting(QueuedMessage::sender).containsExactly("patient@example.org");
    }

    /** Capability 2.5, 2.6: who leaves while it is made to wait must come back, and comes through when its time has come. */
    @Test
    void greylistsASuspectThatHungUpAndLetsItInLater() {
        String bot = site.bot(90);
        hangUpWhileWaiting(bot);
        assertThat(recipient(bot)).startsWith("450 4.2.0 Greylisted");
        awaitRescue(bot);
    }

    /** Capability 2.13: in 4.5 years 35 senders were taken for bots, and all came back; as many come through here. */
    @Test
    void letsEveryServerInThatComesBack() {
        List<String> servers = IntStream.range(130, 165).mapToObj(site::bot).toList();
        servers.forEach(this::hangUpWhileWaiting);
        assertThat(servers).extracting(this::recipient).allMatch(reply -> reply.startsWith("450 4.2.0 "));
        servers.forEach(this::awaitRescue);
    }

    /** Capability 2.3: a server with a proper name meets neither delay nor greylist. */
    @Test
    void letsAMailServerIn() {
        assertThat(recipient(Site.MAIL_SERVER)).startsWith("250 ");
        site.awaitLog(" transaction .*client=" + Site.MAIL_SERVER);
        assertThat(site.log().lines().filter(line -> line.contains(" client=" + Site.MAIL_SERVER + " ")))
                .noneMatch(line -> line.contains(" decision "));
    }

    /** Visits until it has left in the middle of its wait, and not before that began. */
    private void hangUpWhileWaiting(String address) {
        Await.until("leaving is remembered of " + address, () -> {
            hangUpAtRecipient(address);
            return explained(address).contains("the client left while it was made to wait");
        });
    }

    private void hangUpAtRecipient(String address) {
        long decisions = decisions(address);
        try (RawClient client = site.client(address)) {
            client.command("MAIL FROM:<slow@example.org>", "250 ").sendLines("RCPT TO:<user@example.com>");
            Await.until("RCPT is judged", () -> decisions(address) > decisions);
        }
    }

    private long decisions(String address) {
        return site.log()
                .lines()
                .filter(line -> line.contains(" decision ") && line.contains(" client=" + address + " "))
                .count();
    }

    private String explained(String address) {
        return site.ask("explain", "--client", address, "--from", "slow@example.org", "--rcpt", "user@example.com");
    }

    private void awaitRescue(String address) {
        Await.until(
                "the retry of " + address + " counts", () -> recipient(address).startsWith("250 "));
    }

    private String recipient(String address) {
        try (RawClient client = site.client(address)) {
            client.command("MAIL FROM:<slow@example.org>", "250 ");
            return client.command("RCPT TO:<user@example.com>");
        }
    }
}
