package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.app.postfix.Program;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** The configuration of the real program is changed while sessions are open. */
class ReloadIT {
    private static final String OPEN = "rules: {profile: none}\n";
    private static final String GREYLISTING = """
            rules:
              profile: standard
              set:
                early-talker: {greetWait: 0s}
                tarpit: {mode: off}
                greylist: {who: all}
            """;

    private ScriptedUpstream mta;
    private Site site;

    @BeforeEach
    void start() {
        mta = ScriptedUpstream.start()
                .offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO");
        site = new Site(mta, OPEN);
    }

    @AfterEach
    void stop() {
        site.close();
        mta.close();
    }

    private void write(String rules) throws IOException {
        String before = Files.readString(site.configuration());
        Files.writeString(site.configuration(), before.substring(0, before.indexOf("rules:")) + rules);
    }

    private void hangUp() {
        Program kill = Program.run("util-linux", List.of("kill", "-HUP", Long.toString(site.pid())));
        assertThat(kill.exitCode()).as(kill.all()).isZero();
    }

    /** Capability 0.5: tightened without a restart. */
    @Test
    void holdsForNewSessionsAtOnceAndForOpenOnesFromTheirNextMail() throws IOException {
        try (RawClient open = site.client(Site.BOT).command("MAIL FROM:<a@example.org>", "250 ")) {
            write(GREYLISTING);
            assertThat(site.ask("reload")).isEqualTo("reloaded: rules\n");

            open.command("RCPT TO:<user@example.com>", "250 ");
            assertThat(recipient()).as("a new session").startsWith("450 4.2.0 ");

            open.command("RSET", "250 ").command("MAIL FROM:<a@example.org>", "250 ");
            open.command("RCPT TO:<user@example.com>", "450 4.2.0 ");
        }
        assertThat(site.ask("audit", "verify")).contains("1 lines hold together");
    }

    @Test
    void readsTheFileAgainAtSighup() throws IOException {
        write(GREYLISTING);
        hangUp();

        site.awaitLog("Reloaded the configuration \\(SIGHUP\\): reloaded: rules");
        assertThat(recipient()).startsWith("450 4.2.0 ");
    }

    @Test
    void readsTheFileAgainWhenItHasChanged() throws IOException {
        write(GREYLISTING);

        Await.until("the file was read again", () -> recipient().startsWith("450 4.2.0 "));
    }

    @Test
    void goesOnAsBeforeWhenTheFileIsWrong() throws IOException {
        write("rules: {profile: standart}\n");
        hangUp();

        site.awaitLog("rules.profile: must be one of");
        assertThat(site.log()).contains("was not reloaded (SIGHUP); the one that holds stays as it is");
        assertThat(recipient()).startsWith("250 ");
        assertThat(site.tell("reload").exitCode()).isEqualTo(2);
    }

    private String recipient() {
        try (RawClient client = site.client(Site.BOT)) {
            client.command("MAIL FROM:<a@example.org>", "250 ");
            return client.command("RCPT TO:<user@example.com>");
        }
    }
}
