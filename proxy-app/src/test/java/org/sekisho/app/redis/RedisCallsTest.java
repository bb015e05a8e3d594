package org.sekisho.app.redis;

/** The contract, on one server. */
final class RedisCallsTest extends CallsContract {
    RedisCallsTest() {
        super(start());
    }

    private static Servers start() {
        RedisServer server = RedisServer.start();
        return new Servers(server.uri(), server, server::close);
    }
}
