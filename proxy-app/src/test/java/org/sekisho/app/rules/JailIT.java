package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.RawClient;

/** Who guesses names is banned on what the proxy saw itself, before its next command. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JailIT {
    private static final String JAILED = """
            rules: {profile: observe}
            jails: {unknown-users: {mode: enforce, maxRetry: 3, findTime: 5m, banTime: 1h}}
            """;
    private static final String WATCHED = """
            rules: {profile: observe}
            jails: {unknown-users: {mode: observe, maxRetry: 3}}
            """;

    private final RealPostfix postfix = RealPostfix.usual("");

    @AfterAll
    void stop() {
        postfix.close();
    }

    private static void guess(RawClient client, int from, int count) {
        for (int n = from; n < from + count; n++) {
            client.command("RCPT TO:<nobody" + n + "@example.com>", "550 5.1.1 ");
        }
    }

    private RawClient greeted(Site site, String address) {
        return site.client(address).command("MAIL FROM:<guesser@example.org>", "250 ");
    }

    /** Capability 0.1, 0.2: three unknown recipients are a ban, and the mail server hears nothing more of the client. */
    @Test
    void aHarvesterIsBannedBeforeItsNextCommand() {
        try (Site site = new Site(postfix, JAILED)) {
            String bot = site.bot(131);
            try (RawClient client = greeted(site, bot)) {
                guess(client, 100, 3);
                client.command("RCPT TO:<info@example.com>", "421 4.7.0 ");
            }
            try (RawClient refused = site.connect(bot)) {
                refused.expect("554 5.7.1 ");
            }
            assertThat(site.ask("banned")).contains(bot + "  unknown-users").contains("3 failures");
            assertThat(site.ask("status", "unknown-users"))
                    .contains("|  |- Total failed:\t3")
                    .contains("   |- Currently banned:\t1")
                    .contains("   `- Banned IP list:\t" + bot);
            site.awaitLog("\\[unknown-users\\] Ban " + bot.replace(".", "\\."));
            assertThat(site.ask("events")).contains(" [unknown-users] Ban " + bot + " (3 failures, for 3600 s)");
            assertThat(site.ask("reload", "unknown-users")).isEqualTo("nothing has changed\n");
        }
    }

    /** Capability 1.9: with one command it may come again; allow beats ban at once. */
    @Test
    void anUnbanAndAnAllowEntryOpenTheDoorAtOnce() {
        try (Site site = new Site(postfix, JAILED)) {
            String bot = site.bot(132);
            assertThat(site.ask("ban", bot, "--for", "permanent")).contains("for ever");
            site.connect(bot).expect("554 5.7.1 ").close();
            assertThat(site.ask("allow", "add", bot)).contains(bot);
            site.connect(bot).expect("220 ").close();
            site.ask("allow", "remove", bot);
            site.connect(bot).expect("554 5.7.1 ").close();

            assertThat(site.ask("unban", bot)).contains("ended: " + bot + " in manual");
            site.connect(bot).expect("220").close();
        }
    }

    /** Capability 0.4. */
    @Test
    void aJailThatWatchesBansNobodyAndTellsWhomItWould() {
        try (Site site = new Site(postfix, WATCHED)) {
            String bot = site.bot(133);
            try (RawClient client = greeted(site, bot)) {
                guess(client, 200, 4);
            }
            site.awaitLog("\\[unknown-users\\] Would ban " + bot.replace(".", "\\."));
            assertThat(site.ask("status", "unknown-users"))
                    .contains("would have banned 1")
                    .contains(bot);
            assertThat(site.ask("banned")).contains("No bans");
        }
    }

    /** A ban outlives the program's violent end. */
    @Test
    void aBanThatWasAcknowledgedIsThereAfterAKill() {
        try (Site site = new Site(postfix, JAILED)) {
            String bot = site.bot(134);
            site.ask("ban", bot);
            site.kill();
            site.startAgain();
            site.connect(bot).expect("554 5.7.1 ").close();
        }
    }
}
