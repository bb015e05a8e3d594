package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
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
              order: {recipient: [allow, greylist]}
              set:
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

    @Test
    void aBanByOneProxyHoldsInTheOther() {
        one.ask("ban", "192.0.2.66");

        Await.value("the other proxy refuses", () -> {
            try (RawClient client = two.connect("192.0.2.66")) {
                return Optional.of(client.reply()).filter(reply -> reply.startsWith("554 5.7.1 "));
            }
        });
        one.ask("unban", "192.0.2.66");
        Await.until("the other proxy lets it in", () -> {
            try (RawClient client = two.connect("192.0.2.66")) {
                return client.reply().startsWith("220 ");
            }
        });
    }

    private static String recipient(Site site, String client, String recipient) {
        try (RawClient session = site.client(client)) {
            session.command("MAIL FROM:<a@example.org>", "250 ");
            return session.command("RCPT TO:<" + recipient + ">");
        }
    }
}
