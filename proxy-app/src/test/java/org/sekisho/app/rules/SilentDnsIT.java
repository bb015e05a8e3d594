package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.QueuedMessage;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.RawClient;

/** The name servers say nothing at all, and the rules only watch. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SilentDnsIT {
    private static final String RULES = """
            rules:
              profile: observe
              set: {greylist: {who: all}}
            """;

    private final RealPostfix postfix = RealPostfix.usual("");
    private final Site site = new Site(postfix, RULES);

    @BeforeAll
    void silence() {
        site.dns().silent();
    }

    @AfterAll
    void stop() {
        site.close();
        postfix.close();
    }

    /** A rule that watches adds no delay: the mail is delivered while the look-ups still wait for an answer. */
    @Test
    void slowsNoSessionDownThatIsOnlyWatched() {
        try (RawClient client = site.client(Site.BOT)) {
            client.command("MAIL FROM:<quick@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            Site.sendMessage(client);
        }
        assertThat(postfix.settledQueue()).extracting(QueuedMessage::sender).containsExactly("quick@example.org");

        String decision = site.awaitLog(" decision .*point=recipient .*from=quick@example.org ");

        assertThat(site.dns().queries()).isPositive();
        assertThat(site.log().lines().filter(line -> line.contains(session(decision))))
                .as("what the log tells of the session, in this order")
                .satisfiesExactly(
                        line -> assertThat(line).contains(" transaction ", "outcome=accepted"),
                        line -> assertThat(line).contains(" session ", "cause=quit"),
                        line -> assertThat(line).isEqualTo(decision));
    }

    @Test
    void isToldInTheTrailOfTheDecision() {
        try (RawClient client = site.client(Site.BOT)) {
            client.command("MAIL FROM:<told@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            client.command("QUIT", "221 ");
        }
        String decision = site.awaitLog(" decision .*point=recipient .*from=told@example.org ");

        String why = site.ask("why", decision.replaceFirst(".* ref=(\\w+) .*", "$1"));

        assertThat(why)
                .containsPattern("s25r +observe +passed +the rule s25r could not be judged\n"
                        + " +failure: no answer from the name servers: the name of " + Site.BOT)
                .containsPattern("tarpit +observe +passed +the client's name could not be looked up for now");
    }

    private static String session(String line) {
        return line.replaceFirst(".*( session=\\S+ ).*", "$1");
    }
}
