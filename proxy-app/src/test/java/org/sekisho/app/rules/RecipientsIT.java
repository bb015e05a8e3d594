package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.RawClient;

/** What Postfix said about a recipient is remembered, and Postfix is spared (capability 0.2). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecipientsIT {
    private static final String LEARN = """
            rules:
              profile: observe
              set: {recipients: {mode: enforce, refresh: 0}}
            """;
    private static final String ASK = """
            rules:
              profile: observe
              set: {recipients: {mode: enforce, refresh: 0, unremembered: ask}}
            """;

    private final RealPostfix postfix = RealPostfix.usual("");
    private final Site site = new Site(postfix, LEARN);

    @AfterAll
    void stop() {
        site.close();
        postfix.close();
    }

    /** Capability 0.2: the second time Postfix has neither a connection nor a lookup. */
    @Test
    void refusesAnUnknownRecipientFromMemoryWithoutAConnection() {
        assertThat(recipient(Site.BOT, "no.one@example.com")).startsWith("550 5.1.1 ");
        long connections = connections(Site.BOT);
        long lookups = lookups("no.one@example.com");

        String again = recipient(Site.BOT, "no.one@example.com");

        assertThat(again).startsWith("550 5.1.1 <no.one@example.com>: Recipient address rejected: User unknown");
        assertThat(site.ask("why", Site.reference(again))).contains("the mail server does not know this recipient");
        assertThat(connections).isOne();
        assertThat(connections(Site.BOT)).isEqualTo(connections);
        assertThat(lookups("no.one@example.com")).isEqualTo(lookups).isOne();
    }

    @Test
    void asksPostfixAgainOnceTheRecipientIsPurged() {
        recipient(Site.BOT, "newcomer@example.com");
        assertThat(site.ask("recipients", "show", "newcomer@example.com")).contains("is unknown");

        assertThat(site.ask("recipients", "purge", "newcomer@example.com")).isEqualTo("forgot 1\n");

        recipient(Site.BOT, "newcomer@example.com");
        assertThat(lookups("newcomer@example.com")).isEqualTo(2);
    }

    @Test
    void tellsTheOperatorWhatANetworkHasTried() {
        String harvester = site.bot(92);
        for (int name = 0; name < 6; name++) {
            recipient(harvester, "name" + name + "@example.com");
        }

        assertThat(site.ask("recipients", "guesses", harvester)).contains("/24 harvesting: ", " different in 1 domain");
    }

    /** Capability 0.2: whose client looks like a bot is asked about over connections of the proxy's own. */
    @Test
    void asksAboutTheRecipientsOfASuspectWithoutData() {
        String bot;
        try (Site asking = new Site(postfix, ASK)) {
            bot = asking.bot(91);
            try (RawClient client = asking.client(bot)) {
                client.command("MAIL FROM:<true.sender@example.org>", "250 ");
                client.command("RCPT TO:<guess1@example.com>", "550 5.1.1 ");
                client.command("RCPT TO:<guess2@example.com>", "550 5.1.1 ");
                client.command("QUIT", "221 ");
            }
            asking.terminate();
            asking.awaitEnd();
        }
        assertThat(connections(bot)).as("the bot's own").isZero();
        assertThat(postfix.awaitLog("reject: RCPT .*to=<guess2@example.com>"))
                .contains("from=<true.sender@example.org>");
        assertThat(postfix.awaitLog("disconnect from .* rset="))
                .contains(" rcpt=0/")
                .doesNotContain(" data=");
    }

    /** The reply to RCPT; comes back when Postfix has nothing to do with it any more. */
    private String recipient(String address, String recipient) {
        try (RawClient client = site.client(address)) {
            client.command("MAIL FROM:<someone@example.org>", "250 ");
            String reply = client.command("RCPT TO:<" + recipient + ">");
            client.command("QUIT", "221 ");
            postfix.awaitSettled();
            return reply;
        }
    }

    /** Postfix names the proxy when a connection begins, and the client of XCLIENT when it ends. */
    private long connections(String address) {
        return postfix.log()
                .lines()
                .filter(line -> line.contains("]: disconnect from ") && line.contains("[" + address + "]"))
                .count();
    }

    private long lookups(String recipient) {
        return postfix.log()
                .lines()
                .filter(line -> line.contains("reject: RCPT ") && line.contains("to=<" + recipient + ">"))
                .count();
    }
}
