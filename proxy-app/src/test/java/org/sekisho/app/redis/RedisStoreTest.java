package org.sekisho.app.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.sekisho.state.StateStore;
import org.sekisho.state.StateStoreContract;

/** The contract, on one server. */
final class RedisStoreTest extends StateStoreContract {
    private static RedisServer server;
    private static RedisLink link;

    @BeforeAll
    static void start() {
        server = RedisServer.start();
        link = RedisStores.link(server.uri(), RedisStores.fresh());
    }

    @AfterAll
    static void stop() {
        link.close();
        server.close();
    }

    @Override
    protected StateStore open() {
        return RedisStores.store(link, time);
    }
}
