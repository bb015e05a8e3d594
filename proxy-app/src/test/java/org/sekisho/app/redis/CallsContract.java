package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.state.StateException;
import org.sekisho.testing.Await;

/** Two nodes ask each other over a real Redis, of whatever kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CallsContract {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Servers servers;
    private final RedisSettings settings = RedisStores.fresh();
    private final RedisLink linkOfOne;
    private final RedisLink linkOfTwo;
    private final RedisCalls one;
    private final RedisCalls two;

    /** @param any where a message can be told to all who listen */
    record Servers(String uri, RedisServer any, Runnable stop) {}

    CallsContract(Servers servers) {
        this.servers = servers;
        linkOfOne = RedisStores.link(servers.uri(), settings);
        linkOfTwo = RedisStores.link(servers.uri(), settings);
        one = new RedisCalls(linkOfOne, settings, RandomGenerator.getDefault());
        two = new RedisCalls(linkOfTwo, settings, RandomGenerator.getDefault());
        one.begin((subject, question) -> CompletableFuture.completedStage("one"));
        two.begin((subject, question) -> switch (subject) {
            case "echo" -> CompletableFuture.completedStage(question);
            case "never" -> new CompletableFuture<>();
            default -> throw new IllegalArgumentException("two does not know '" + subject + "'");
        });
        Await.until("they hear each other", this::hear);
    }

    private boolean hear() {
        try {
            return ask("echo", "x", SHORT).equals("x");
        } catch (CompletionException notYet) {
            return false;
        }
    }

    @AfterAll
    void stop() {
        linkOfOne.close();
        linkOfTwo.close();
        servers.stop().run();
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
        servers.any().ask("publish", settings.prefix() + ":1:node:" + two.address(), "rubbish");
        servers.any().ask("publish", settings.prefix() + ":1:node:" + two.address(), "? x y");

        assertThat(ask("echo", "still there", LONG)).isEqualTo("still there");
    }
}
