package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.Program;
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

    /** A harvester's own program; each name that it tried after the ban is one that Postfix was never asked for. */
    @Test
    void aHarvestersProgramGetsNoFurther() {
        try (Site site = new Site(postfix, JAILED)) {
            String bot = site.bot(136);
            Program swaks = Program.run(
                    "swaks",
                    List.of(
                            "swaks",
                            "--server",
                            site.address().host(),
                            "--port",
                            Integer.toString(site.address().port()),
                            "--proxy",
                            "TCP4 " + bot + " 198.51.100.1 4711 25",
                            "--from",
                            "harvester@example.org",
                            "--to",
                            IntStream.range(700, 720)
                                    .mapToObj(n -> "nobody" + n + "@example.com")
                                    .collect(Collectors.joining(","))));

            assertThat(swaks.output()).contains("421 4.7.0").containsPattern("(?s)(550 5\\.1\\.1 .*){3}");
            site.connect(bot).expect("554 5.7.1 ").close();
            postfix.awaitSettled();
            assertThat(postfix.log().lines().filter(line -> line.matches(".*reject: RCPT .*to=<nobody7\\d\\d@.*")))
                    .hasSize(3);
        }
    }

    /** With one command it may come again; allow beats ban at once. */
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

    /** Capability 1.9: start, stop, reload, status, banip and unbanip do at a running proxy what they do with fail2ban. */
    @Test
    void fail2bansCommandsWorkFromStartToStop() {
        try (Site site = new Site(postfix, JAILED)) {
            String bot = site.bot(137);
            assertThat(site.ask("status"))
                    .startsWith("Status\n|- Number of jail:\t")
                    .contains("unknown-users");
            assertThat(site.ask("set", "unknown-users", "banip", bot)).isEqualTo("1\n");
            site.connect(bot).expect("554 5.7.1 ").close();

            site.restart();
            site.connect(bot).expect("554 5.7.1 ").close();
            assertThat(site.ask("status", "unknown-users"))
                    .contains("   |- Currently banned:\t1", "   |- Total banned:\t1");

            assertThat(site.ask("set", "unknown-users", "unbanip", bot)).isEqualTo("1\n");
            site.connect(bot).expect("220 ").close();
            site.ask("set", "unknown-users", "maxretry", "2");
            assertThat(site.ask("reload", "unknown-users")).contains("unknown-users");
            assertThat(site.ask("get", "unknown-users", "maxretry")).isEqualTo("3\n");
            assertThat(site.ask("reload")).isEqualTo("nothing has changed\n");
            site.terminate();
            site.awaitEnd();
        }
    }

    @Test
    void anUnbanTellsAllThatStillHoldsTheClientBack() {
        String held = """
                rules: {profile: observe, set: {greylist: {mode: enforce}}}
                jails: {unknown-users: {mode: enforce, maxRetry: 9}}
                """;
        try (Site site = new Site(postfix, held)) {
            String bot = site.bot(135);
            String network = bot.substring(0, bot.lastIndexOf('.')) + ".0/24";
            try (RawClient client = greeted(site, bot)) {
                client.command("RCPT TO:<info@example.com>", "450 4.2.0 ");
            }
            site.ask("ban", bot, network);

            assertThat(site.ask("unban", bot))
                    .contains("ended: " + bot + " in manual")
                    .contains("still: " + network + " is banned by manual until ")
                    .contains("still: the jail deferred-recipients has counted 1 of its failures")
                    .containsPattern("still: greylist waits for it to come back: network:" + network
                            + " guesser@example\\.org info@example\\.com since ");
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
                    .containsPattern(bot + " .*: harvesting\n");
            assertThat(site.ask("banned")).contains("No bans");
        }
    }

    /** Bans outlive the program's violent end, however many they are. */
    @Test
    void bansThatWereAcknowledgedAreThereAfterAKill() {
        try (Site site = new Site(postfix, JAILED)) {
            site.ask(words("ban", 4_000));
            site.ask("ban", site.bot(134));
            site.kill();
            site.startAgain();
            site.connect(site.bot(134)).expect("554 5.7.1 ").close();
            site.connect("203.0.113.9").expect("220 ").close();
            assertThat(site.ask("banned").lines()).hasSize(4_001);
        }
    }

    private static String[] words(String command, int addresses) {
        return Stream.concat(
                        Stream.of(command),
                        IntStream.range(0, addresses).mapToObj(n -> "198.19." + n / 250 + "." + n % 250))
                .toArray(String[]::new);
    }
}
