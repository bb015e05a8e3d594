package org.sekisho.app.rules;

import org.sekisho.app.redis.RedisCluster;

/** On a cluster of six processes. */
final class SharedClusterIT extends SharedStateContract {
    SharedClusterIT() {
        super(servers());
    }

    private static Servers servers() {
        RedisCluster cluster = RedisCluster.start();
        return new Servers("a cluster of six", cluster.uri(), cluster);
    }
}
