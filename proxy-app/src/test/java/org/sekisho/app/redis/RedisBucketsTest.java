package org.sekisho.app.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.sekisho.state.TokenBuckets;
import org.sekisho.state.TokenBucketsContract;

/** The contract, on one server. */
final class RedisBucketsTest extends TokenBucketsContract {
    private static RedisServer server;
    private static RedisLink link;

    private TokenBuckets buckets;

    @BeforeAll
    static void start() {
        server = RedisServer.start();
        link = RedisStores.link(server.uri(), RedisStores.fresh());
    }

    @BeforeEach
    void open() {
        buckets = new RedisBuckets(link, RedisStores.fresh(), time);
    }

    @AfterAll
    static void stop() {
        link.close();
        server.close();
    }

    @Override
    protected TokenBuckets buckets() {
        return buckets;
    }
}
