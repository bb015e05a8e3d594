package org.sekisho.app.redis;

/** The contract, on a cluster of six. */
final class ClusterCallsTest extends CallsContract {
    ClusterCallsTest() {
        super(start());
    }

    private static Servers start() {
        RedisCluster cluster = RedisCluster.start();
        return new Servers(cluster.uri(), cluster.masterOf("any"), cluster::close);
    }
}
