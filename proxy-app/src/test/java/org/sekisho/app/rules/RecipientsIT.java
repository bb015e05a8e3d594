package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

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
        Await.until("Postfix has logged it", () -> connections(Site.BOT) == 1 && lookups("no.one@example.com") == 1);
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
        Await.until("Postfix was asked twice", () -> lookups("newcomer@example.com") == 2);
    }

    /** Of a domain first, and then of all that is left, with who has guessed. */
    @Test
    void forgetsADomainAndEverything() throws IOException {
        try (ScriptedUpstream mta = ScriptedUpstream.start();
                Site learning = new Site(mta, LEARN)) {
            mta.offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO");
            mta.on("RCPT", "550 5.1.1 User unknown in local recipient table\r\n");
            try (RawClient client = learning.client(Site.MAIL_SERVER)) {
                client.command("MAIL FROM:<ann@example.org>", "250 ");
                for (String recipient : List.of("ben@a.example", "eve@a.example", "ben@b.a.example", "ben@b.example")) {
                    client.command("RCPT TO:<" + recipient + ">", "550 5.1.1 User unknown in");
                }
                client.command("QUIT", "221 ");
            }
            Await.until(
                    "all is learnt",
                    () -> learning.ask("recipients")
                            .startsWith("4 of at most 200000 recipients, in 3 domains; 1 networks"));

            assertThat(learning.ask("recipients", "purge", "@A.example")).isEqualTo("forgot all of @A.example\n");
            assertThat(learning.tell("recipients", "show", "eve@a.example").errors())
                    .contains("nothing is remembered of 'eve@a.example'");
            assertThat(learning.ask("recipients", "show", "ben@b.a.example")).contains("is unknown");

            assertThat(learning.ask("recipients", "purge", "all")).isEqualTo("forgot 4\n");
            assertThat(learning.ask("recipients"))
                    .startsWith("0 of at most 200000 recipients, in 0 domains; 0 networks");
        }
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
