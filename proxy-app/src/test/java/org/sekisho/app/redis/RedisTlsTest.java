package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.state.TokenBuckets.Allowance;
import org.sekisho.state.TokenBuckets.Taking;
import org.sekisho.testing.Await;
import org.sekisho.testing.TestAuthority;

/** A server that talks TLS only, and knows one user only: the one that docs/redis.md tells to make. */
final class RedisTlsTest {
    private static final Path PAGE = Path.of("../docs/redis.md");
    private static final String COMMAND = "ACL SETUSER ";
    private static final String PASSWORD = "correct-horse";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Table<String> BANS = Table.operator("bans", RedisStores.TEXT, 100, 100);

    @TempDir
    private Path folder;

    /** What the page says is enough for all that a proxy asks: records, walks, messages, and buckets. */
    @Test
    void theUserOfThePageIsEnough() throws IOException {
        TestAuthority authority = new TestAuthority(folder);
        try (Secured server = server(authority.issue("127.0.0.1"));
                RedisLink link = link(server, settings(authority, PASSWORD))) {
            RedisSettings settings = settings(authority, PASSWORD);
            StateStore store = new RedisStore(link, settings, InstantSource.system());
            ConcurrentMap<String, Long> heard = new ConcurrentHashMap<>();
            RedisNews news = new RedisNews(link, settings, new Random(1));
            news.listen((table, key, number) -> heard.put(key, number));
            Await.until("a change is told of", () -> {
                put(store, "key" + heard.size());
                return !heard.isEmpty();
            });

            assertThat(store.walk(BANS, "", 10).toCompletableFuture().join().entries())
                    .isNotEmpty();
            news.begin("bans").toCompletableFuture().join();
            assertThat(news.position("bans").toCompletableFuture().join().number())
                    .isPositive();
            Taking taking = new Taking("client", new Allowance(1, Duration.ofHours(1), 1), 1);
            RedisBuckets buckets = new RedisBuckets(link, settings, InstantSource.system());
            assertThat(buckets.take(List.of(taking), LIMIT)
                            .toCompletableFuture()
                            .join()
                            .get(0)
                            .taken())
                    .isTrue();
            assertThat(store.trouble()).isEmpty();
            assertThat(server.redis().log()).doesNotContain("NOPERM");
        }
    }

    @Test
    void aWrongPasswordIsCalledThat() throws IOException {
        TestAuthority authority = new TestAuthority(folder);
        try (Secured server = server(authority.issue("127.0.0.1"));
                RedisLink link = link(server, settings(authority, "battery-staple"))) {
            assertThat(link.trouble())
                    .hasValueSatisfying(text ->
                            assertThat(text).contains(server.uri(), "WRONGPASS").doesNotContain("battery-staple"));
        }
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() throws IOException {
        TestAuthority authority = new TestAuthority(folder);
        try (Secured server = server(authority.issue("redis.example.org"));
                RedisLink link = link(server, settings(authority, PASSWORD))) {
            assertThat(link.trouble())
                    .hasValueSatisfying(text -> assertThat(text).contains("127.0.0.1"))
                    .hasValueSatisfying(text -> assertThat(text).containsIgnoringCase("subject alternative"));
        }
    }

    @Test
    void aCertificateOfAStrangerIsNotTrusted() throws IOException {
        TestAuthority authority = new TestAuthority(folder);
        TestAuthority stranger = new TestAuthority(Files.createDirectory(folder.resolve("stranger")));
        try (Secured server = server(stranger.issue("127.0.0.1"));
                RedisLink link = link(server, settings(authority, PASSWORD))) {
            assertThat(link.trouble())
                    .hasValueSatisfying(text -> assertThat(text).contains("PKIX path"));
        }
    }

    private record Secured(RedisServer redis, String uri) implements AutoCloseable {
        @Override
        public void close() {
            redis.close();
        }
    }

    private static Secured server(TestAuthority.Issued certificate) throws IOException {
        int port = RedisServer.freePort();
        List<String> tls = List.of(
                "--port", "0",
                "--tls-port", Integer.toString(port),
                "--tls-cert-file", certificate.certificate().toString(),
                "--tls-key-file", certificate.key().toString(),
                "--tls-auth-clients", "no");
        List<String> users = Stream.concat(
                        Stream.of("--user", "default", "off", "--user"), Stream.of(user().split(" ")))
                .toList();
        RedisServer redis =
                RedisServer.start(Stream.concat(tls.stream(), users.stream()).toArray(String[]::new));
        return new Secured(redis, "rediss://127.0.0.1:" + port);
    }

    /** As the page has it, with a password. */
    private static String user() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith(COMMAND))
                .findFirst()
                .orElseThrow()
                .substring(COMMAND.length())
                .replace("PASSWORD", PASSWORD);
    }

    private RedisSettings settings(TestAuthority authority, String password) throws IOException {
        return new RedisSettings(
                "sekisho",
                Optional.of(Files.writeString(folder.resolve("password"), password + "\n")),
                Optional.of(authority.authorityFile()),
                true,
                "sekisho",
                Optional.empty(),
                LIMIT);
    }

    private static RedisLink link(Secured server, RedisSettings settings) {
        return RedisStores.link(server.uri(), settings);
    }

    private static void put(StateStore store, String key) {
        Held<String> held = new Held<>("a", InstantSource.system().instant().plusSeconds(3600));
        store.update(BANS, key, "", before -> Optional.of(held), LIMIT)
                .toCompletableFuture()
                .join();
    }
}
