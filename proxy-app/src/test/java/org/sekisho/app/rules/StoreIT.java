package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.RunningProgram;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

/** Mail flows whatever becomes of the state. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreIT {
    private final RealPostfix postfix = RealPostfix.usual("");
    private final Site site = new Site(postfix, "rules: {profile: standard, set: {early-talker: {greetWait: 0s}}}\n");

    @AfterAll
    void stop() {
        site.close();
        postfix.close();
    }

    @Test
    void refusesToRunTwiceOnOneDirectory() throws IOException, InterruptedException {
        try (RunningProgram second = site.launch()) {
            assertThat(second.exitCode()).isOne();
        }
        assertThat(site.errors())
                .startsWith("sekisho: state.directory: ")
                .contains(site.state().toString(), "is in use by another process")
                .hasLineCount(1);
        sendMail();
    }

    @Test
    void goesOnWithADamagedStoreAside() throws IOException {
        site.kill();
        Files.writeString(site.state().resolve("state.mv"), "no store", StandardCharsets.UTF_8);
        site.startAgain();

        assertThat(site.awaitLog("was set aside as"))
                .contains(" ERROR ", site.state().toString());
        sendMail();
        assertThat(site.ask("rules")).contains("greylist");
    }

    /** An operator is told that an entry is not kept; mail waits for nothing. */
    @Test
    void goesOnWhileTheDiskIsFull() {
        site.diskFull(true);
        Told refused = Await.value(
                "the full disk is noticed",
                () -> Optional.of(site.tell("allow", "add", "192.0.2.7")).filter(told -> told.exitCode() == 1));
        assertThat(refused.errors()).contains("The state ").hasLineCount(1);
        sendMail();
        try (RawClient client = site.client(Site.MAIL_SERVER)) {
            client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<nobody@example.com>", "550 5.1.1 ");
        }

        site.diskFull(false);
        Await.until(
                "the entry is kept again",
                () -> site.tell("allow", "add", "192.0.2.7").exitCode() == 0);
        site.awaitLog(" INFO The state in .* works");
        sendMail();
    }

    private void sendMail() {
        try (RawClient client = site.client(Site.MAIL_SERVER)) {
            client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            Site.sendMessage(client);
        }
    }
}
