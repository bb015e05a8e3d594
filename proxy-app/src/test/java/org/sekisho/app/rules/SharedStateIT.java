package org.sekisho.app.rules;

import org.sekisho.app.redis.RedisServer;

/** On a single Redis. */
final class SharedStateIT extends SharedStateContract {
    SharedStateIT() {
        super(servers());
    }

    private static Servers servers() {
        RedisServer redis = RedisServer.start();
        return new Servers("a single Redis", redis.uri(), redis);
    }
}
