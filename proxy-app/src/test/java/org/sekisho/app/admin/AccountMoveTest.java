package org.sekisho.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.feed.Feed;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.app.redis.RedisAddress;
import org.sekisho.app.redis.RedisLink;
import org.sekisho.app.redis.RedisServer;
import org.sekisho.app.redis.RedisSettings;
import org.sekisho.app.redis.RedisStore;
import org.sekisho.app.state.EmbeddedStore;
import org.sekisho.app.transfer.Imported;
import org.sekisho.settings.Endpoint;
import org.sekisho.state.StateStore;
import org.sekisho.testing.ManualTime;

/** What is known of accounts moves from the disk to Redis, over the endpoints of two proxies. */
final class AccountMoveTest {
    private static final int MANY = 3_000;

    private final ManualTime time = new ManualTime();

    @Test
    void accountsAreKnownInTheOtherProxy(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("state.jsonl");
        try (EmbeddedStore embedded = EmbeddedStore.open(folder.resolve("state"), time);
                Node from = new Node(embedded, Files.createDirectory(folder.resolve("from")))) {
            for (int i = 0; i < MANY; i++) {
                QuietDesks.loggedIn(embedded, time, "user" + i + "@example.jp");
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                from.client.exportState(out);
            }
        }
        try (RedisServer redis = RedisServer.start();
                RedisLink link =
                        RedisLink.open(RedisAddress.parse(redis.uri()), RedisSettings.DEFAULTS, time, new Random(1));
                RedisStore shared = new RedisStore(link, RedisSettings.DEFAULTS, time);
                Node to = new Node(shared, Files.createDirectory(folder.resolve("to")))) {

            Imported imported = to.client.importState(file, false);
            assertThat(imported.taken()).as(imported.toString()).isGreaterThanOrEqualTo(MANY);

            assertThat(to.client.account("user7@example.jp").logins()).isEqualTo(1);
            assertThat(to.client.tables())
                    .filteredOn(line -> line.table().equals("accounts"))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.records()).isEqualTo(MANY);
                        assertThat(line.octets()).isGreaterThan(MANY * 20L);
                    });
        }
    }

    /** The endpoint of a proxy. */
    private final class Node implements AutoCloseable {
        private final AuditLog audit;
        private final AdminServer server;
        private final AdminClient client;

        Node(StateStore store, Path folder) throws Exception {
            audit = new AuditLog(folder, time, () -> "c0ffee", () -> 0, Names.AS_THEY_ARE);
            server = AdminServer.start(
                    new Endpoint("127.0.0.1", 0),
                    new Doorkeeper(AdminToken.readOrMake(folder, new SecureRandom()), audit, time),
                    QuietDesks.on(store, audit, new Feed(time), time));
            client = AdminClient.of(new Endpoint("127.0.0.1", server.port()), folder, "ben");
        }

        @Override
        public void close() throws IOException {
            server.close();
            audit.close();
        }
    }
}
