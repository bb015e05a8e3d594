package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.testing.Await;
import org.sekisho.testing.Background;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** What a proxy with an embedded store knows is moved to one on Redis, while both relay mail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateMoveIT {
    private static final String RULES = """
            rules:
              profile: none
              order: {connect: [bans], recipient: [allow, recipients, greylist]}
              set:
                bans: {mode: enforce}
                recipients: {mode: enforce}
                greylist: {mode: enforce, who: all, delay: 1s}
            """;

    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final String BANNED = "192.0.2.66";
    private static final String GREYLISTED = "192.0.2.25";
    private static final String ALLOWED = "198.51.100.9";

    private final RedisServer redis = RedisServer.start();
    private final ScriptedUpstream mta = ScriptedUpstream.start()
            .offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO")
            .on("RCPT", (talk, line) -> line.contains("nobody") ? "550 5.1.1 User unknown\r\n" : "250 2.1.5 Ok\r\n");
    private final Site embedded = new Site(mta, RULES);
    private final Site shared =
            new Site(mta, RULES, Map.of("SEKISHO_STATE_STORE", "redis", "SEKISHO_STATE_URI", redis.uri()));

    @AfterAll
    void stop() {
        shared.close();
        embedded.close();
        mta.close();
        redis.close();
    }

    @Test
    void whatOneProxyKnowsHoldsInTheOther(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("state.jsonl");
        assertThat(recipient(embedded, GREYLISTED, "anna")).startsWith("450 4.2.0 Greylisted");
        long firstSeen = System.nanoTime();
        embedded.ask("ban", BANNED);
        embedded.ask("allow", "add", ALLOWED);
        assertThat(recipient(embedded, ALLOWED, "nobody")).startsWith("550 5.1.1 ");

        exportWhileMailComes(file);
        String told = shared.ask("state", "import", file.toString());

        assertThat(told).startsWith("took ");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(greeting(shared)).startsWith("554 5.7.1 ");
        Await.until("a retry counts", () -> System.nanoTime() - firstSeen > DELAY.toNanos());
        assertThat(recipient(shared, GREYLISTED, "anna")).startsWith("250 ");
        assertThat(recipient(shared, ALLOWED, "bernd")).startsWith("250 ");
        assertThat(recipient(shared, "203.0.113.1", "clara")).startsWith("450 4.2.0 Greylisted");
        assertThat(shared.ask("recipients", "show", "nobody@example.com")).contains(" is unknown");
        assertThat(shared.ask("state", "stats")).containsPattern("(?m)^bans +1 ");
        assertThat(shared.ask("state", "import", file.toString())).startsWith("took 0 records");
        assertThat(shared.ask("audit", "verify")).isNotEmpty();
        assertThat(Files.readString(embedded.state().resolve("audit.log")))
                .contains("\"what\":\"state export\"", " records of ", " tables\"");
        assertThat(embedded.log() + shared.log()).doesNotContain(" ERROR ");
    }

    /** Sessions begin and end all the time; none of them fails. */
    private void exportWhileMailComes(Path file) {
        AtomicBoolean exporting = new AtomicBoolean(true);
        AtomicInteger sessions = new AtomicInteger();
        CompletableFuture<Void> mail = Background.run(() -> {
            while (exporting.get()) {
                int client = sessions.incrementAndGet() % 250;
                assertThat(recipient(embedded, "203.0.113." + client, "user" + client))
                        .containsPattern("^(250|450) ");
            }
        });
        try {
            embedded.ask("state", "export", file.toString());
        } finally {
            exporting.set(false);
        }
        mail.join();
        assertThat(sessions).hasPositiveValue();
    }

    @Test
    void aFileThatIsThereIsNotOverwritten(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("precious"));

        Told told = embedded.tell("state", "export", file.toString());

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.errors()).isEqualTo("sekisho: " + file + " is there already; name a file that is not\n");
        assertThat(file).isEmptyFile();
    }

    @Test
    void aWrongLineIsNamedWithItsFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("broken.jsonl");
        Files.writeString(file, "{\"sekishoState\":1,\"exported\":\"2026-01-01T00:00:00Z\"}\nrubbish\n{\"end\":1}\n");

        Told told = shared.tell("state", "import", file.toString());

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.output()).contains("took 0 records", "could not use 1 lines");
        assertThat(told.errors())
                .startsWith(file + ":2: it is no line of an exported state")
                .contains("Mend or remove these, or export the state again");
    }

    @Test
    void aFileThatIsNoExportIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("passwd"), "root:x:0:0:root:/root:/bin/bash\n");

        Told told = shared.tell("state", "import", file.toString());

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.errors()).startsWith("sekisho: " + file + ": it is no line of an exported state");
    }

    private static String greeting(Site site) {
        try (RawClient client = site.connect(BANNED)) {
            return client.reply();
        }
    }

    private static String recipient(Site site, String client, String user) {
        try (RawClient session = site.client(client)) {
            session.command("MAIL FROM:<a@example.org>", "250 ");
            return session.command("RCPT TO:<" + user + "@example.com>");
        }
    }
}
