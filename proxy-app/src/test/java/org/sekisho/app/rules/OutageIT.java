package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

/** Redis is gone from under two proxies, and comes back: what each rule does, and what operators say, meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {
    private static final String RULES = """
            rules:
              profile: none
              order: {connect: [bans, early-talker], recipient: [allow, recipients, greylist]}
              set:
                bans: {mode: enforce}
                early-talker: {mode: enforce, greetWait: 0s, onStoreFailure: defer}
                recipients: {mode: enforce}
                greylist: {mode: enforce, who: all, delay: 1s, onStoreFailure: local}
            """;

    /** What is kept survives the outage. */
    private final RedisServer redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");

    private final SharedSites sites = new SharedSites(RULES, redis.uri());
    private final Site one = sites.one;
    private final Site two = sites.two;
    private Duration longest = Duration.ZERO;

    @BeforeEach
    void dies() {
        redis.kill();
        sites.both().forEach(site -> Await.until("the trouble is told", () -> isInTrouble(site)));
    }

    @AfterEach
    void isBack() {
        if (!redis.listens()) {
            comesBack();
        }
    }

    private void comesBack() {
        redis.restart();
        sites.both().forEach(site -> Await.until("the trouble is over", () -> works(site)));
    }

    @AfterAll
    void stop() {
        sites.close();
        redis.close();
    }

    /** The endpoint answers no more than some requests in a second. */
    private static boolean isInTrouble(Site site) {
        return site.tell("status").output().contains(" does not work: ");
    }

    private static String told(Site site, String... words) {
        return Await.value(
                "the endpoint has time",
                () -> Optional.of(site.tell(words))
                        .filter(told -> told.exitCode() == 0)
                        .map(Told::output));
    }

    private static boolean works(Site site) {
        Told status = site.tell("status");
        return status.exitCode() == 0 && !status.output().contains(" does not work: ");
    }

    @Test
    void statusTellsSinceWhenAndWhichRulesDoWhat() {
        String status = told(one, "status");

        assertThat(status)
                .containsPattern("The state store redis://\\S+ does not work: .*; so since 20\\d\\d-\\S+Z")
                .contains(
                        "When the state store fails:",
                        "defer:\tearly-talker\n",
                        "local:\tgreylist\n",
                        "pass:\trecipients\n");
    }

    /** A client that one node has put off may come back there; to the other node it is new. */
    @Test
    void greylistingGoesOnAmongEachNodesOwnClients() {
        assertThat(recipient(one)).startsWith("450 4.2.0 Greylisted");
        Await.until("a retry counts", () -> recipient(one).startsWith("250 "));

        assertThat(recipient(two)).startsWith("450 4.2.0 Greylisted");
        Duration declared = DeclaredWait.of(one);
        System.out.printf(
                "while Redis does not run: longest wait at RCPT %d ms, declared %d ms%n",
                longest.toMillis(), declared.toMillis());
        assertThat(longest).isLessThan(declared);
    }

    @Test
    void aBanHoldsHereAtOnceAndEverywhereAfterwards() {
        String said = told(one, "ban", "198.51.100.66");
        assertThat(said).contains("198.51.100.66  manual", "the other nodes hear of it when");
        assertThat(greeting(one, "198.51.100.66")).startsWith("554 5.7.1 ");
        assertThat(greeting(two, "198.51.100.66")).startsWith("220 ");

        comesBack();
        long begun = System.nanoTime();
        Await.until(
                "the other node refuses", () -> greeting(two, "198.51.100.66").startsWith("554 5.7.1 "));

        System.out.printf(
                "a ban of an outage holds in the other proxy %d ms after both found that Redis works%n",
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
        assertThat(told(one, "banned")).contains("198.51.100.66");
    }

    @Test
    void anAllowEntryCountsHereAtOnceAndEverywhereAfterwards() {
        assertThat(told(one, "allow", "add", "198.51.100.25")).contains("the other nodes hear of it when");
        assertThat(told(one, "allow")).contains("198.51.100.25");

        comesBack();

        Await.until("the other node has it", () -> two.tell("allow").output().contains("198.51.100.25"));
    }

    @Test
    void anAllowEntryThatIsRemovedDuringTheOutageIsGoneEverywhereAfterwards() {
        comesBack();
        told(one, "allow", "add", "198.51.100.26");
        Await.until("the other node has it", () -> two.tell("allow").output().contains("198.51.100.26"));
        dies();
        assertThat(told(one, "allow", "remove", "198.51.100.26"))
                .contains("removed 198.51.100.26", "the other nodes hear of it when");
        assertThat(told(one, "allow")).doesNotContain("198.51.100.26");
        assertThat(told(two, "allow")).contains("198.51.100.26");

        comesBack();

        Await.until("the other node has it no more", () -> !told(two, "allow").contains("198.51.100.26"));
        assertThat(told(one, "allow")).doesNotContain("198.51.100.26");
    }

    @Test
    void aBanThatIsEndedDuringTheOutageIsEndedEverywhereAfterwards() {
        comesBack();
        told(one, "ban", "198.51.100.67");
        Await.until(
                "the other node refuses", () -> greeting(two, "198.51.100.67").startsWith("554"));
        dies();
        assertThat(told(one, "unban", "198.51.100.67")).contains("ended: ", "the other nodes hear of it when");
        assertThat(greeting(one, "198.51.100.67")).startsWith("220 ");
        assertThat(greeting(two, "198.51.100.67")).startsWith("554 ");

        comesBack();

        Await.until(
                "the other node lets it in",
                () -> greeting(two, "198.51.100.67").startsWith("220"));
        assertThat(greeting(one, "198.51.100.67")).startsWith("220 ");
    }

    private static String greeting(Site site, String client) {
        try (RawClient session = site.connect(client)) {
            return session.reply();
        }
    }

    private String recipient(Site site) {
        try (RawClient session = site.client("192.0.2.25")) {
            session.command("MAIL FROM:<a@example.org>", "250 ");
            long begun = System.nanoTime();
            String reply = session.command("RCPT TO:<b@example.com>");
            Duration wait = Duration.ofNanos(System.nanoTime() - begun);
            longest = wait.compareTo(longest) > 0 ? wait : longest;
            return reply;
        }
    }
}
