package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.RawClient;

/** What an operator types while mail flows, and what becomes of it when the program ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorIT {
    private static final String RULES = """
            rules:
              profile: standard
              set:
                early-talker: {greetWait: 0s}
                tarpit: {mode: off}
            """;

    private static final Pattern FIRST_SEEN = Pattern.compile("first seen: (\\S+)");

    private final RealPostfix postfix = RealPostfix.usual("");
    private final Site site = new Site(postfix, RULES);

    @AfterAll
    void stop() {
        site.close();
        postfix.close();
    }

    @Test
    void tellsWhyAClientWasRefusedAlsoAfterARestart() {
        String reference = Site.reference(refusal(site.bot(10)));
        String why = site.ask("why", reference);

        assertThat(why)
                .startsWith(reference + ": refused with \"450 4.2.0 Greylisted")
                .contains("client   198.18.10.57", "from     <a@example.org>", "to       <user@example.com>")
                .contains("s25r", "greylist       enforce  acted", "would have passed if: ");

        site.restart();
        assertThat(site.ask("why", reference)).isEqualTo(why);
    }

    @Test
    void explainsWithoutLeavingATrace() {
        String bot = site.bot(11);
        String counts = site.ask("rules");

        String told = site.ask(
                "explain",
                "--client",
                bot,
                "--helo",
                "c.friend.example",
                "--from",
                "a@example.org",
                "--rcpt",
                "user@example.com");

        assertThat(told).contains("recipient [user@example.com]: refused with \"450 4.2.0 Greylisted", "a new triplet");
        assertThat(site.ask("rules")).isEqualTo(counts);
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Matcher first = FIRST_SEEN.matcher(site.ask("why", Site.reference(refusal(bot))));
        assertThat(first.find()).isTrue();
        assertThat(Instant.parse(first.group(1))).as("the triplet is new").isAfterOrEqualTo(before);
    }

    /** Capability 2.2: who was taken for a bot is saved at once; what is held against it since HELO is dropped too. */
    @Test
    void letsTheNextCommandOfAnOpenSessionThroughOnceTheClientIsAllowed() {
        String bot = site.bot(12);
        try (RawClient client = site.connect(bot).expect("220").command("EHLO mx.example.com", "250")) {
            client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<user@example.com>", "5");

            assertThat(site.ask("allow", "add", bot, "--note", "asked by phone"))
                    .contains(bot, "asked by phone");

            client.command("RCPT TO:<user@example.com>", "250 ");
        }
    }

    @Test
    void keepsAllowEntriesOverARestart() {
        String bot = site.bot(13);
        site.ask("allow", "add", bot);
        site.restart();
        assertThat(recipient(bot)).startsWith("250 ");
    }

    @Test
    void keepsAllowEntriesOverAKill() {
        String bot = site.bot(14);
        site.ask("allow", "add", bot);
        site.kill();
        site.startAgain();
        assertThat(site.ask("allow")).contains(bot + "  for ever");
        assertThat(recipient(bot)).startsWith("250 ");
    }

    @Test
    void greylistsAgainWhoIsNoLongerAllowed() {
        String bot = site.bot(15);
        site.ask("allow", "add", bot);
        site.ask("allow", "remove", bot);
        assertThat(recipient(bot)).startsWith("450 4.2.0 ");
    }

    // Mistakes

    @Test
    void saysThatTheTokenIsWrongOrMissing() throws IOException {
        Path token = site.state().resolve("admin-token");
        String right = Files.readString(token);
        try {
            Files.writeString(token, "0".repeat(32) + "\n");
            assertMistake(site.tell("rules"), "the proxy does not take this token");
            Files.delete(token);
            assertMistake(site.tell("rules"), "there is no token in " + token);
        } finally {
            Files.writeString(token, right);
        }
    }

    @Test
    void saysThatNoDecisionHasThatReference() {
        assertMistake(site.tell("why", "ABCDEFGH"), "ABCDEFGH");
    }

    @Test
    void saysThatARuleIsUnknownAndWhichWasMeant(@TempDir Path directory) throws IOException {
        assertThat(check(directory, "rules: {set: {greylst: {mode: enforce}}}"))
                .contains("sekisho.yaml:1:", "rules.set.greylst", "did you mean greylist?");
    }

    @Test
    void saysThatARuleStandsTooEarly(@TempDir Path directory) throws IOException {
        assertThat(check(directory, "rules: {order: {connect: [allow, greylist]}}"))
                .contains("rules.order.connect[1]: 'greylist'", "it can stand at recipient");
    }

    private static String check(Path directory, String configuration) throws IOException {
        Path file = Files.writeString(directory.resolve("sekisho.yaml"), configuration + "\n");
        Told told = Told.by(file, "check-config");
        assertThat(told.exitCode()).isEqualTo(2);
        return told.errors();
    }

    private static void assertMistake(Told told, String words) {
        assertThat(told.errors()).startsWith("sekisho: ").contains(words);
        assertThat(told.errors().lines()).hasSize(1);
        assertThat(told.exitCode()).isOne();
    }

    private String refusal(String address) {
        String reply = recipient(address);
        assertThat(reply).startsWith("450 4.2.0 ");
        return reply;
    }

    private String recipient(String address) {
        try (RawClient client = site.client(address)) {
            client.command("MAIL FROM:<a@example.org>", "250 ");
            return client.command("RCPT TO:<user@example.com>");
        }
    }
}
