package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.testing.Await;

/** Sentinels that want a password, each before servers that want none. */
final class SentinelPasswordTest {
    private static final String PASSWORD = "correct-horse";

    @TempDir
    private static Path folder;

    private static RedisSentinels sentinels;

    @BeforeAll
    static void start() {
        sentinels = RedisSentinels.withPassword(PASSWORD);
    }

    @AfterAll
    static void stop() {
        sentinels.close();
    }

    @Test
    void theyAreToldIt() throws IOException {
        RedisSettings settings = settings("", Optional.of(PASSWORD));
        try (RedisLink link = RedisStores.link(sentinels.uri(), settings)) {
            new ProxyWork(link, settings).all();
        }
    }

    @Test
    void theyAreToldAUserToo() throws IOException {
        sentinels
                .sentinels()
                .forEach(each -> each.ask(("acl setuser " + Security.user(Security.SENTINELS_USER)).split(" ")));
        RedisSettings settings = settings(Security.SENTINELS_USER, Optional.of(Security.PASSWORD));
        try (RedisLink link = RedisStores.link(sentinels.uri(), settings)) {
            new ProxyWork(link, settings).all();
        }
        sentinels
                .sentinels()
                .forEach(each -> assertThat(ProxyWork.refused(each)).doesNotContain(Security.SENTINELS_USER));
    }

    @Test
    void withoutItTheStoreSaysWhatIsMissing() throws IOException {
        try (RedisLink link = RedisStores.link(sentinels.uri(), settings("", Optional.empty()))) {
            assertThat(said(link, "NOAUTH")).contains(sentinels.uri());
        }
    }

    @Test
    void aWrongOneIsCalledThat() throws IOException {
        try (RedisLink link = RedisStores.link(sentinels.uri(), settings("", Optional.of("wrong-staple")))) {
            assertThat(said(link, "WRONGPASS")).doesNotContain("wrong-staple");
        }
    }

    @Test
    void aMasterThatTheyDoNotKnowIsNamed() throws IOException {
        RedisSettings settings = settings("", Optional.of(PASSWORD));
        try (RedisLink link = RedisStores.link(sentinels.uri().replace("mymaster", "yourmaster"), settings)) {
            assertThat(said(link, "No such master with that name")).contains("#yourmaster");
        }
    }

    /** What is wrong, once these words are among it: a connection may break for another reason first. */
    private static String said(RedisLink link, String words) {
        Await.until("it says " + words, () -> link.trouble().orElse("").contains(words));
        return link.trouble().orElseThrow();
    }

    private static RedisSettings settings(String user, Optional<String> password) throws IOException {
        Optional<Path> file = password.isEmpty()
                ? Optional.empty()
                : Optional.of(Files.writeString(folder.resolve("password"), password.get() + "\n"));
        return new RedisSettings(
                "",
                Optional.empty(),
                user,
                file,
                Optional.empty(),
                true,
                "sekisho",
                Optional.empty(),
                Duration.ofSeconds(10));
    }
}
