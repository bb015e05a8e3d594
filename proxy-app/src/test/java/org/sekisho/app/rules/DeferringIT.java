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

/** Redis stands still under a rule that declares {@code onStoreFailure: defer}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeferringIT {
    private static final String RULES = """
            rules:
              profile: none
              order: {recipient: [greylist]}
              set:
                greylist: {mode: enforce, who: all, delay: 1s, onStoreFailure: defer}
            """;
    private static final int CLIENTS = 10;

    private final RedisServer redis = RedisServer.start();
    private final ScriptedUpstream mailServer =
            ScriptedUpstream.start().offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO");
    private final Site site =
            new Site(mailServer, RULES, Map.of("SEKISHO_STATE_STORE", "redis", "SEKISHO_STATE_URI", redis.uri()));

    @AfterAll
    void stop() {
        site.close();
        mailServer.close();
        redis.close();
    }

    private String recipient(String client) {
        try (RawClient session = site.client(client)) {
            session.command("MAIL FROM:<a@example.org>", "250 ");
            return session.command("RCPT TO:<user@example.com>");
        }
    }

    @Test
    void clientsAreAskedToComeBackWithinTheDeclaredTimeAndAreLetInWhenItIsThereAgain() {
        assertThat(recipient("192.0.2.1")).startsWith("450 4.2.0 Greylisted");
        Await.until("a retry counts", () -> recipient("192.0.2.1").startsWith("250 "));
        Duration declared = DeclaredWait.of(site);

        redis.freeze();
        long longest = 0;
        try {
            for (int i = 1; i <= CLIENTS; i++) {
                long begun = System.nanoTime();
                assertThat(recipient("192.0.2." + i)).startsWith("451 4.3.0 ");
                longest = Math.max(longest, System.nanoTime() - begun);
            }
        } finally {
            redis.thaw();
        }

        System.out.printf(
                "a rule that defers while Redis stands still: longest wait %d ms, declared %d ms%n",
                longest / 1_000_000, declared.toMillis());
        assertThat(Duration.ofNanos(longest)).isLessThan(declared);
        Await.until(
                "who was let in is let in again", () -> recipient("192.0.2.1").startsWith("250 "));
        assertThat(recipient("203.0.113.77")).startsWith("450 4.2.0 Greylisted");
    }
}
