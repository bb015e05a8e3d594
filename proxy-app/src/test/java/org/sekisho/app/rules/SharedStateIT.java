package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** Two proxies on one Redis act as one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedStateIT {
    private static final String RULES = """
            rules:
              profile: none
              order: {connect: [bans], recipient: [allow, greylist]}
              set:
                bans: {mode: enforce}
                greylist: {mode: enforce, who: all, delay: 1s}
            """;

    private final RedisServer redis = RedisServer.start();
    private final ScriptedUpstream mta = ScriptedUpstream.start();
    private final Site one = node();
    private final Site two = node();

    private Site node() {
        mta.offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO");
        return new Site(mta, RULES, Map.of("SEKISHO_STATE_STORE", "redis", "SEKISHO_STATE_URI", redis.uri()));
    }

    @AfterAll
    void stop() {
        two.close();
        one.close();
        mta.close();
        redis.close();
    }

    /** Whichever of them the client comes back to, it has come back. */
    @Test
    void aGreylistedClientMayComeBackToTheOtherProxy() {
        assertThat(recipient(one, "192.0.2.25", "a@example.com")).startsWith("450 4.2.0 Greylisted");
        assertThat(recipient(two, "192.0.2.25", "a@example.com")).startsWith("450 4.2.0 Greylisted");

        Await.until(
                "a retry counts",
                () -> recipient(two, "192.0.2.25", "a@example.com").startsWith("250 "));

        assertThat(recipient(one, "192.0.2.25", "a@example.com")).startsWith("250 ");
        assertThat(one.log()).doesNotContain(" ERROR ");
        assertThat(two.log()).doesNotContain(" ERROR ");
    }

    /** A ban, and its end, hold in the other proxy in less than a second. */
    @Test
    void aBanByOneProxyHoldsInTheOther() {
        assertThat(greeting(two)).startsWith("220 ");

        one.ask("ban", "192.0.2.66");
        Duration banned = until("the other proxy refuses", "554 5.7.1 ");
        one.ask("unban", "192.0.2.66");
        Duration unbanned = until("the other proxy lets it in", "220 ");

        System.out.printf(
                "a ban holds in the other proxy after %d ms, its end after %d ms%n",
                banned.toMillis(), unbanned.toMillis());
        assertThat(banned).isLessThan(Duration.ofSeconds(1));
        assertThat(unbanned).isLessThan(Duration.ofSeconds(1));
    }

    private Duration until(String what, String expected) {
        long begun = System.nanoTime();
        Await.until(what, () -> greeting(two).startsWith(expected));
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static String greeting(Site site) {
        try (RawClient client = site.connect("192.0.2.66")) {
            return client.reply();
        }
    }

    private static String recipient(Site site, String client, String recipient) {
        try (RawClient session = site.client(client)) {
            session.command("MAIL FROM:<a@example.org>", "250 ");
            return session.command("RCPT TO:<" + recipient + ">");
        }
    }
}
