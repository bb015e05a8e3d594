package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** The whole program is killed while clients and an operator keep it busy, again and again on the same store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillIT {
    private static final int KILLS = 5;

    /** Mail to example.com is greylisted; mail to open.example is not, so that the mail server is asked about it. */
    private static final String RULES = """
            limits: {errors: 1000000, recipients: 1000000}
            rules:
              profile: standard
              set:
                early-talker: {greetWait: 0s}
                tarpit: {mode: off}
                limits: {mode: off}
                greylist: {who: all, delay: 1s}
                recipients: {refresh: 0, alsoUnknown: [550 5.2.1], alsoUnknownFor: 1s}
              domains: {open.example: {greylist: off}}
            """;

    private final ScriptedUpstream mta = ScriptedUpstream.start()
            .offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO")
            .on("RCPT", (talk, line) -> answer(line));
    private final Site site = new Site(mta, RULES);

    @AfterAll
    void stop() {
        site.close();
        mta.close();
    }

    private static String answer(String line) {
        if (line.contains("<unknown.")) {
            return "550 5.1.1 No such user\r\n";
        }
        return line.contains("<disabled.") ? "550 5.2.1 Mailbox disabled\r\n" : "250 2.1.5 Ok\r\n";
    }

    @Test
    void whatWasAcknowledgedOrIsASecondOldSurvivesEveryKill() throws Exception {
        List<String> allowed = new ArrayList<>();
        List<String> allowedBriefly = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Traffic traffic = Traffic.begin(site, kill, kill % 2 == 0);
            traffic.kill();
            allowed.addAll(traffic.allowed());
            allowedBriefly.addAll(traffic.allowedBriefly());

            site.startAgain();

            Await.until(
                    "what was kept for a second is over",
                    () -> InstantSource.system()
                            .instant()
                            .isAfter(traffic.killed().plusSeconds(2)));
            assertThat(listed())
                    .as("allowed after kill %d", kill)
                    .containsAll(allowed)
                    .doesNotContainAnyElementsOf(allowedBriefly);
            assertLearnt(traffic);
            assertThat(setAside()).as("damaged after kill %d", kill).isEmpty();
        }
        assertThat(site.log()).doesNotContain(" ERROR ");
    }

    /** Whom an operator finds in the list of those who are allowed. */
    private List<String> listed() {
        return site.ask("allow").lines().map(line -> line.split(" ")[0]).toList();
    }

    private void assertLearnt(Traffic traffic) {
        for (String sender : traffic.greylisted()) {
            try (RawClient client = site.client(Traffic.CLIENT)) {
                // A triplet that was lost would be a new one.
                client.command("MAIL FROM:<" + sender + ">", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            }
        }
        try (RawClient client = site.client(Traffic.CLIENT)) {
            client.command("MAIL FROM:<someone@example.org>", "250 ");
            for (String recipient : traffic.unknown()) {
                client.command(
                        "RCPT TO:<" + recipient + ">", "550 5.1.1 <" + recipient + ">: Recipient address rejected");
            }
            for (String recipient : traffic.disabled()) {
                client.command("RCPT TO:<" + recipient + ">", "550 5.2.1 Mailbox disabled");
            }
        }
    }

    private List<Path> setAside() throws IOException {
        try (Stream<Path> files = Files.list(site.state())) {
            return files.filter(file -> file.toString().contains("damaged")).toList();
        }
    }
}
