package org.sekisho.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.feed.Feed;
import org.sekisho.app.feed.Follower;
import org.sekisho.testing.Await;
import org.sekisho.testing.Background;
import org.sekisho.testing.LogCapture;

final class EventsCommandTest {
    @TempDir
    private Path directory;

    private AskedProxy proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = new AskedProxy(directory);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    /** A command that runs beside the test. */
    private final class Following {
        private volatile boolean gone;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() throws IOException {
                if (gone) {
                    throw new IOException("Broken pipe");
                }
            }
        };
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final AtomicInteger exitCode = new AtomicInteger(-1);
        private final CompletableFuture<Void> done;

        Following(String... words) {
            done = Background.run(() -> exitCode.set(proxy.tell(out, err, words)));
            // It is there once it has seen something that happened.
            Await.until("the follower sees what happens", () -> {
                proxy.feed.reloaded("ann", List.of("nothing has changed"));
                return output().contains("nothing has changed") || done.isDone();
            });
        }

        String output() {
            return out.toString(StandardCharsets.UTF_8);
        }

        void awaitOutput(String part) {
            Await.until("the follower sees " + part, () -> output().contains(part));
        }

        int exitCode() {
            done.orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
            return exitCode.get();
        }
    }

    @Test
    void printsTheLastEventsAndEnds() {
        proxy.tell("ban", "192.0.2.7", "--for", "1h");
        proxy.tell("unban", "192.0.2.7");

        AskedProxy.Answer answer = proxy.tell("events");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.output().lines())
                .containsExactly(
                        "2027-01-04T12:00:00.000Z [manual] Ban 192.0.2.7 (by ann, for 3600 s)",
                        "2027-01-04T12:00:00.000Z [manual] Unban 192.0.2.7 (ann)");
    }

    @Test
    void printsOneLineOfJsonForEachEvent() {
        proxy.tell("ban", "192.0.2.7", "--jail", "auth");

        assertThat(proxy.tell("events", "--json").output())
                .startsWith("{\"time\":\"2027-01-04T12:00:00Z\",\"kind\":\"ban\",\"jail\":\"auth\","
                        + "\"subject\":\"192.0.2.7\",\"text\":\"[auth] Ban 192.0.2.7")
                .hasLineCount(1);
    }

    @Test
    void showsWhatStrangersSaidWithoutObeyingIt() {
        proxy.feed.reloaded("\u001b[2J", List.of());

        assertThat(proxy.tell("events").output()).contains("\\u001b[2J").doesNotContain("\u001b");
    }

    @Test
    void followsWhatHappensUntilTheProxyStops() {
        Following following = new Following("events", "--follow");
        proxy.tell("ban", "192.0.2.7");
        following.awaitOutput("[manual] Ban 192.0.2.7 (by ann, for 3600 s)");

        proxy.stop();

        assertThat(following.exitCode()).isEqualTo(1);
        assertThat(following.err.toString(StandardCharsets.UTF_8)).isEqualTo("sekisho: the proxy has stopped\n");
    }

    @Test
    void twentyFollowersLeaveThreadsForOtherCommands() {
        List<Following> all = Stream.generate(() -> new Following("events", "--follow"))
                .limit(Feed.MOST_FOLLOWERS)
                .toList();

        assertThat(proxy.tell("ping").output()).isEqualTo("Server replied: pong\n");
        proxy.stop();
        assertThat(all).allSatisfy(one -> assertThat(one.exitCode()).isEqualTo(1));
    }

    @Test
    void aReaderThatHasGoneMakesRoomWithoutNoise() {
        try (LogCapture log = LogCapture.ofEverything()) {
            Following following = new Following("events", "--follow");
            following.gone = true;
            Await.until("the reader has gone", () -> {
                proxy.feed.reloaded("ann", List.of());
                return following.done.isDone();
            });

            assertThat(following.exitCode()).isZero();
            proxy.stop();
            assertThat(log.errors()).isEmpty();
        }
    }

    @Test
    void aJailThatIsNotThereCannotBeFollowed() {
        for (String line : List.of("events --jail sshd", "events --follow --jail sshd")) {
            AskedProxy.Answer answer = proxy.tell(line.split(" "));

            assertThat(answer.exitCode()).isEqualTo(1);
            assertThat(answer.errors()).isEqualTo("sekisho: Sorry but the jail 'sshd' does not exist\n");
        }
    }

    @Test
    void oneFollowerTooManyIsToldSo() {
        List<Follower> followers = Stream.generate(() -> proxy.feed.follow(Optional.empty()))
                .limit(Feed.MOST_FOLLOWERS)
                .flatMap(Optional::stream)
                .toList();

        AskedProxy.Answer answer = proxy.tell("events", "--follow");
        followers.forEach(Follower::close);

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors())
                .isEqualTo("sekisho: 20 follow already, which is the most; end one of them; try again in 60 s\n");
    }
}
