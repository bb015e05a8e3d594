package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** A Redis without persistence dies under two proxies, and comes back with nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostStoreIT {
    private static final String BANNED = "198.18.0.66";
    private static final String ALLOWED = "198.18.0.25";
    private static final String RULES = """
            rules:
              profile: none
              order: {connect: [bans], recipient: [allow]}
              set: {bans: {mode: enforce}}
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

    /** What operators said is in the memory of all proxies, which write it back. */
    @Test
    void takesNoBanAndNoAllowEntryAway() {
        one.ask("ban", BANNED);
        two.ask("allow", "add", ALLOWED);
        Await.until("both have taken them in", () -> Stream.of(one, two).allMatch(LostStoreIT::hasBoth));

        redis.kill();
        Await.until(
                "the trouble is told",
                () -> one.tell("status").output().contains("The state store " + redis.uri() + " does not work"));
        redis.restart();
        long begun = System.nanoTime();
        one.awaitLog("lost changes of the list bans");
        two.awaitLog("lost changes of the list bans");

        try (Site third = node()) {
            Await.until("one that comes later has them, too", () -> hasBoth(third));
            System.out.printf(
                    "a store that came back empty has served a new proxy all lists after %d ms%n",
                    (System.nanoTime() - begun) / 1_000_000);
        }
        assertThat(Stream.of(one, two)).allMatch(LostStoreIT::hasBoth);
    }

    private static boolean hasBoth(Site site) {
        try (RawClient client = site.connect(BANNED)) {
            return client.reply().startsWith("554 5.7.1 ") && site.ask("allow").contains(ALLOWED);
        }
    }
}
