package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekisho.app.redis.RedisDump;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/**
 * A Redis that a proxy of an earlier version has left, key by key: a proxy of this version treats clients as that one would have.
 * What that was is in {@link #lives}; {@code -Dsekisho.fixtures=write} has this version do the same, if there is no file of
 * this layout yet.
 */
class EarlierRedisIT {
    private static final Path DUMP = Path.of("src/test/resources/org/sekisho/app/stored/redis/layout-1.jsonl");
    private static final Duration DELAY = Duration.ofSeconds(1);

    /** What is remembered lasts for decades, so that the file does not expire. */
    private static final String RULES = """
            rules:
              profile: none
              order: {connect: [bans, limits], recipient: [allow, greylist]}
              set:
                bans: {mode: enforce}
                limits: {mode: enforce, rates: {connections-per-address: 4/20000d, connections-per-network: off}}
                greylist: {mode: enforce, who: all, delay: 1s, retryWindow: 20000d, keep: 20000d}
            """;

    private static final String BANNED = "192.0.2.66";
    private static final String ALLOWED = "192.0.3.77";
    private static final String CAME_BACK = "192.0.4.25";
    private static final String CAME_ONCE = "192.0.5.26";
    private static final String HAD_ENOUGH = "192.0.6.88";
    private static final int ENOUGH = 4;

    private static RedisServer redis;
    private static ScriptedUpstream mta;
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisServer.start();
        mta = ScriptedUpstream.start();
        if (System.getProperty("sekisho.fixtures", "").equals("write") && Files.notExists(DUMP)) {
            lives();
            redis.close();
            redis = RedisServer.start();
        }
        RedisDump.load(redis, Files.readAllLines(DUMP));
        site = site();
    }

    private static Site site() {
        mta.offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO");
        return new Site(mta, RULES, Map.of("SEKISHO_STATE_STORE", "redis", "SEKISHO_STATE_URI", redis.uri()));
    }

    /** What the earlier proxy saw, before it left. */
    private static void lives() throws IOException {
        try (Site earlier = site()) {
            earlier.ask("ban", BANNED, "--for", "permanent");
            earlier.ask("allow", "add", ALLOWED);
            assertThat(recipient(earlier, CAME_ONCE)).startsWith("450 ");
            assertThat(recipient(earlier, CAME_BACK)).startsWith("450 ");
            long begun = System.nanoTime();
            Await.until(
                    "the delay has passed",
                    () -> System.nanoTime() - begun > DELAY.multipliedBy(2).toNanos());
            assertThat(recipient(earlier, CAME_BACK)).startsWith("250 ");
            for (int i = 0; i < ENOUGH; i++) {
                assertThat(greeting(earlier, HAD_ENOUGH)).startsWith("220 ");
            }
            assertThat(greeting(earlier, HAD_ENOUGH)).startsWith("421 ");
        }
        Files.createDirectories(DUMP.getParent());
        Files.write(DUMP, RedisDump.of(redis));
    }

    @AfterAll
    static void stop() {
        site.close();
        mta.close();
        redis.close();
    }

    @Test
    void whomItBannedIsRefused() {
        assertThat(greeting(site, BANNED)).startsWith("554 5.7.1 ");
        assertThat(site.ask("banned")).contains(BANNED);
    }

    @Test
    void whomItAllowedIsLetIn() {
        assertThat(recipient(site, ALLOWED)).startsWith("250 ");
    }

    @Test
    void whoCameBackToItIsKnown() {
        assertThat(recipient(site, CAME_BACK)).startsWith("250 ");
    }

    @Test
    void whoCameToItOnceComesBackToThisOne() {
        assertThat(recipient(site, CAME_ONCE)).startsWith("250 ");
    }

    @Test
    void whoHadEnoughOfItHasEnoughOfThisOne() {
        assertThat(greeting(site, HAD_ENOUGH)).startsWith("421 ");
    }

    @Test
    void whomItNeverSawIsNew() {
        assertThat(recipient(site, "192.0.7.99")).startsWith("450 4.2.0 Greylisted");
    }

    /** Nothing that it has left is in the way of what is said now. */
    @Test
    void whatIsSaidNowHolds() {
        site.ask("ban", "192.0.8.67");
        assertThat(greeting(site, "192.0.8.67")).startsWith("554 5.7.1 ");
        site.ask("unban", "192.0.8.67");
        assertThat(greeting(site, "192.0.8.67")).startsWith("220 ");
        assertThat(site.log()).doesNotContain(" ERROR ");
    }

    private static String greeting(Site site, String client) {
        try (RawClient session = site.connect(client)) {
            return session.reply();
        }
    }

    private static String recipient(Site site, String client) {
        try (RawClient session = site.client(client)) {
            session.command("MAIL FROM:<a@example.org>", "250 ");
            return session.command("RCPT TO:<b@example.com>");
        }
    }
}
