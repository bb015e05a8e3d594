package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** Two proxies on one Redis remember the same recipients, and forget them together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedRecipientsIT {
    private static final String RULES = """
            rules:
              profile: none
              order: {recipient: [recipients]}
              set: {recipients: {mode: enforce, refresh: 0}}
            """;
    private static final String ADDRESS = "new@example.com";

    private final RedisServer redis = RedisServer.start();
    private final ScriptedUpstream mta = ScriptedUpstream.start();
    private final Site one = node("mx1");
    private final Site two = node("mx2");

    private Site node(String name) {
        mta.offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO");
        return new Site(
                mta,
                RULES,
                Map.of(
                        "SEKISHO_STATE_STORE",
                        "redis",
                        "SEKISHO_STATE_URI",
                        redis.uri(),
                        "SEKISHO_STATE_REDIS_NODE",
                        name));
    }

    @AfterAll
    void stop() {
        two.close();
        one.close();
        mta.close();
        redis.close();
    }

    private static String recipient(Site site) {
        try (RawClient session = site.client(Site.MAIL_SERVER)) {
            session.command("MAIL FROM:<a@example.org>", "250 ");
            return session.command("RCPT TO:<" + ADDRESS + ">");
        }
    }

    /** No await: what comes after the command has succeeded is judged without what was purged, wherever it comes. */
    @Test
    void aDomainThatIsPurgedOnOneIsForgottenByTheOtherWhenTheCommandComesBack() {
        mta.on("RCPT", "550 5.1.1 User unknown\r\n");
        recipient(one);
        Await.until("both know", () -> recipient(two).contains("(ref "));
        mta.on("RCPT", "250 2.1.5 Ok\r\n");
        assertThat(recipient(one)).contains("(ref ");

        assertThat(one.ask("recipients", "purge", "@Example.COM")).isEqualTo("forgot all of @Example.COM\n");

        assertThat(recipient(two)).startsWith("250 ");
        assertThat(redis.ask("get", "sekisho:1:{recipient-generations}:r:example.com"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "@a@b", "example.com"})
    void whatIsNoDomainIsToldAndPurgesNothing(String mistake) {
        Told told = one.tell("recipients", "purge", mistake);

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.errors()).startsWith("sekisho: '" + mistake + "' is not a");
    }
}
