package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.state.StateException;
import org.sekisho.testing.Await;

/** Two nodes ask each other over a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisCallsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final RedisServer server = RedisServer.start();
    private final RedisSettings settings = RedisStores.fresh();
    private final RedisLink linkOfOne = RedisStores.link(server.uri(), settings);
    private final RedisLink linkOfTwo = RedisStores.link(server.uri(), settings);
    private final RedisCalls one = new RedisCalls(linkOfOne, settings, RandomGenerator.getDefault());
    private final RedisCalls two = new RedisCalls(linkOfTwo, settings, RandomGenerator.getDefault());

    RedisCallsTest() {
        one.begin((subject, question) -> CompletableFuture.completedStage("one"));
        two.begin((subject, question) -> switch (subject) {
            case "echo" -> CompletableFuture.completedStage(question);
            case "never" -> new CompletableFuture<>();
            default -> throw new IllegalArgumentException("two does not know '" + subject + "'");
        });
        Await.until("they hear each other", () -> {
            try {
                return ask("echo", "x", SHORT).equals("x");
            } catch (RuntimeException notYet) {
                return false;
            }
        });
    }

    @AfterAll
    void stop() {
        linkOfOne.close();
        linkOfTwo.close();
        server.close();
    }

    private String ask(String subject, String question, Duration limit) {
        return one.ask(two.address(), subject, question, limit)
                .toCompletableFuture()
                .join();
    }

    @Test
    void anAnswerIsWhatTheOtherSays() {
        assertThat(ask("echo", "{\"a\": \"b c\",\n \"関\": 1}", LONG)).isEqualTo("{\"a\": \"b c\",\n \"関\": 1}");
        assertThat(ask("echo", "", LONG)).isEmpty();
    }

    @Test
    void oneThatCannotAnswerSaysWhy() {
        assertThatThrownBy(() -> ask("dance", "now", LONG))
                .hasCauseInstanceOf(StateException.class)
                .hasMessageContaining("two does not know 'dance'");
    }

    @Test
    void oneThatDoesNotAnswerIsNotWaitedForLonger() {
        assertThatThrownBy(() -> ask("never", "", SHORT))
                .hasCauseInstanceOf(StateException.class)
                .hasMessageContaining("it did not answer within 1 s");
    }

    @Test
    void nobodyAnswersAtAnAddressThatIsNoMore() {
        assertThatThrownBy(() -> one.ask("dead", "echo", "x", SHORT)
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("it did not answer within 1 s");
    }

    @Test
    void rubbishOnTheChannelHurtsNobody() {
        server.ask("publish", settings.prefix() + ":1:node:" + two.address(), "rubbish");
        server.ask("publish", settings.prefix() + ":1:node:" + two.address(), "? x y");

        assertThat(ask("echo", "still there", LONG)).isEqualTo("still there");
    }
}
