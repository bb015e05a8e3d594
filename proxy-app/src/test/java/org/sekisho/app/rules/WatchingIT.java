package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

/** The configuration as it is shipped watches, and changes no session. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchingIT {
    /** What a bot says that has our own name, and lies about its domain. */
    private static final List<String> TALK = List.of(
            "EHLO mx.example.com",
            "MAIL FROM:<bot@nowhere.example>",
            "RCPT TO:<user@example.com>",
            "RCPT TO:<nobody@example.com>",
            "RCPT TO:<nobody@example.com>",
            "DATA",
            "Subject: sale\r\n\r\nbuy\r\n.",
            "NONSENSE",
            "QUIT");

    private final RealPostfix postfix = RealPostfix.usual("");
    private final Site watching = new Site(postfix, "");
    private final Site without = new Site(postfix, "rules: {profile: none}\n");

    @AfterAll
    void stop() {
        watching.close();
        without.close();
        postfix.close();
    }

    @Test
    void leavesABotsSessionAsItIsWithoutRules() {
        assertThat(session(watching)).isEqualTo(session(without));
    }

    /** Capability 2.7: client, sender and recipient stand in the log although rules only warn. */
    @Test
    void tellsWhatTheRulesWouldHaveDone() {
        session(watching);

        assertThat(watching.awaitLog(" decision .*to=user@example.com .*would_act=[a-z0-9,-]*tarpit"))
                .contains("point=recipient", "outcome=passed", "client=" + Site.BOT)
                .contains("from=bot@nowhere.example");
        assertThat(watching.awaitLog(" decision .*to=nobody@example.com .*would_act=[a-z0-9,-]*recipients"))
                .contains("client=" + Site.BOT);
        assertThat(watching.log()).doesNotContain(" acted=");
    }

    @Test
    void countsWhatTheRulesWouldHaveDone() {
        session(watching);

        List<String> rules = watching.ask("rules").lines().toList();
        for (String rule : List.of("tarpit", "recipients", "helo", "sender-domain")) {
            assertThat(count(rules, rule, "would")).as(rule).isPositive();
            assertThat(count(rules, rule, "acted")).as(rule).isZero();
        }
    }

    @Test
    void saysThatThereAreNoRulesInTheProfileNone() {
        assertThat(without.ask("rules")).startsWith("No rules: the profile is 'none'");
    }

    /** All that the client hears, but for Postfix's number of the message. */
    private static String session(Site site) {
        awaitOffer(site);
        StringBuilder heard = new StringBuilder();
        try (RawClient client = site.connect(Site.BOT)) {
            heard.append(client.reply()).append('\n');
            for (String line : TALK) {
                heard.append(client.command(line)).append('\n');
            }
            heard.append(client.rest());
        }
        return heard.toString().replaceAll("queued as \\w+", "queued as ID");
    }

    /** Before the proxy has probed Postfix it offers next to nothing. */
    private static void awaitOffer(Site site) {
        Await.until("the proxy offers what Postfix offers", () -> {
            try (RawClient client = site.connect(Site.MAIL_SERVER).expect("220 ")) {
                return client.command("EHLO probe.friend.example").contains("8BITMIME");
            }
        });
    }

    /** The number of a rule in the column with that heading. */
    private static int count(List<String> rules, String rule, String heading) {
        List<String> headings = List.of(rules.get(0).strip().split("\\s+"));
        List<String> row = rules.stream()
                .map(line -> List.of(line.strip().split("\\s+")))
                .filter(words -> words.get(1).equals(rule))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line for " + rule + " in " + rules));
        return Integer.parseInt(row.get(headings.indexOf(heading)));
    }
}
