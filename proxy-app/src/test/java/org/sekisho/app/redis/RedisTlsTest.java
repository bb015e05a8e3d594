package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.testing.Await;

/**
 * Redis with TLS alone, and with the user alone that docs/redis.md tells to make: one server, a master under Sentinel, and a
 * cluster. What is wrong is told in the words that the page has.
 */
final class RedisTlsTest {
    private static final String SCHEMES = "a server, or Sentinels, or a cluster";

    @TempDir
    private static Path folder;

    private static Security security;
    private static RedisServer single;

    @BeforeAll
    static void start() {
        security = new Security(folder, "127.0.0.1");
        single = RedisServer.secured(security);
    }

    @AfterAll
    static void stop() {
        single.close();
    }

    /** What the page says is enough for all that a proxy asks. */
    @Test
    void theUserOfThePageIsEnough() {
        try (RedisLink link = RedisStores.link(single.uri(), security.settings())) {
            new ProxyWork(link, security.settings()).all();
        }
        assertThat(ProxyWork.refused(single)).doesNotContainPattern("reason\\s+(command|key|channel)");
    }

    @Test
    void theUserOfThePageIsEnoughOnAClusterAlsoWhenAMasterDies() {
        RedisSettings settings = security.settings();
        try (RedisCluster cluster = RedisCluster.secured(security);
                RedisLink link = RedisStores.link(cluster.uri(), settings)) {
            ProxyWork work = new ProxyWork(link, settings);
            work.all();
            RedisServer dead = cluster.masterOf(settings.prefix() + ":1:{bans}:names");
            Await.until(
                    "the replica follows", () -> dead.ask("info", "replication").contains("state=online"));

            Duration away = untilItWorksWithout(dead, work);

            System.out.printf("a cluster with TLS takes writes %d ms after the death of a master%n", away.toMillis());
            work.all();
            cluster.servers().stream()
                    .filter(RedisServer::listens)
                    .forEach(server -> assertThat(ProxyWork.refused(server)).isEmpty());
            assertThat(trouble("WRONGPASS", cluster.uri(), security.settings("wrong-staple")))
                    .doesNotContain("wrong-staple");
        }
    }

    @Test
    void theUserOfThePageIsEnoughUnderSentinelAlsoWhenTheMasterDies() {
        RedisSettings settings = security.settings();
        try (RedisSentinels sentinels = RedisSentinels.secured(security);
                RedisLink link = RedisStores.link(sentinels.uri(), settings)) {
            ProxyWork work = new ProxyWork(link, settings);
            work.all();
            RedisServer dead = sentinels.master();
            assertThat(dead.ask("wait", "1", "5000")).isNotEqualTo("0");

            Duration away = untilItWorksWithout(dead, work);

            System.out.printf(
                    "Sentinels with TLS: writes are taken %d ms after the death of the master%n", away.toMillis());
            assertThat(sentinels.master().port()).isNotEqualTo(dead.port());
            work.all();
            sentinels.servers().stream()
                    .filter(RedisServer::listens)
                    .forEach(server -> assertThat(ProxyWork.refused(server)).isEmpty());
            sentinels
                    .sentinels()
                    .forEach(each -> assertThat(ProxyWork.refused(each)).isEmpty());
            RedisSettings wrong = security.settings("wrong-staple", Security.PASSWORD);
            assertThat(trouble("WRONGPASS", sentinels.uri(), wrong)).doesNotContain("wrong-staple");
        }
    }

    private static Duration untilItWorksWithout(RedisServer dead, ProxyWork work) {
        dead.kill();
        long begun = System.nanoTime();
        Await.until("another is written", work::writes);
        Duration away = Duration.ofNanos(System.nanoTime() - begun);
        Await.until("the trouble is over", () -> work.store().trouble().isEmpty());
        return away;
    }

    @ParameterizedTest(name = SCHEMES + ": {0}")
    @ValueSource(strings = {"rediss://SERVER", "rediss-sentinel://SERVER#mymaster", "rediss-cluster://SERVER"})
    void aWrongPasswordIsCalledThat(String uri) {
        assertThat(trouble("WRONGPASS", uri, single, security.settings("wrong-staple")))
                .doesNotContain("wrong-staple");
    }

    @ParameterizedTest(name = SCHEMES + ": {0}")
    @ValueSource(strings = {"rediss://SERVER", "rediss-sentinel://SERVER#mymaster", "rediss-cluster://SERVER"})
    void aCertificateForAnotherHostIsNotTrusted(String uri) throws IOException {
        Security other = new Security(Files.createTempDirectory(folder, "other"), "redis.example.org");
        try (RedisServer server = RedisServer.secured(other)) {
            assertThat(trouble("No subject alternative", uri, server, other.settings()))
                    .contains("127.0.0.1");
        }
    }

    @ParameterizedTest(name = SCHEMES + ": {0}")
    @ValueSource(strings = {"rediss://SERVER", "rediss-sentinel://SERVER#mymaster", "rediss-cluster://SERVER"})
    void aCertificateOfAStrangerIsNotTrusted(String uri) throws IOException {
        Security stranger = new Security(Files.createTempDirectory(folder, "stranger"), "127.0.0.1");

        assertThat(trouble("PKIX path", uri, single, stranger.settings())).contains("signature");
    }

    private static String trouble(String words, String uri, RedisServer server, RedisSettings settings) {
        return trouble(words, uri.replace("SERVER", server.uri().replace("rediss://", "")), settings);
    }

    /** What is wrong, once these words are among it: a connection may break for another reason first. */
    private static String trouble(String words, String there, RedisSettings settings) {
        try (RedisLink link = RedisStores.link(there, settings)) {
            Await.until("it says " + words, () -> link.trouble().orElse("").contains(words));
            String trouble = link.trouble().orElseThrow();
            assertThat(trouble).as("is one line").doesNotContain("\n");
            return trouble;
        }
    }
}
