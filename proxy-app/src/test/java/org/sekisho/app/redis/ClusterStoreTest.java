package org.sekisho.app.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.sekisho.state.StateStore;
import org.sekisho.state.StateStoreContract;

/** The contract, on a cluster of six. */
final class ClusterStoreTest extends StateStoreContract {
    private static RedisCluster cluster;
    private static RedisLink link;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
        link = RedisStores.link(cluster.uri(), RedisStores.fresh());
    }

    @AfterAll
    static void stop() {
        link.close();
        cluster.close();
    }

    @Override
    protected StateStore open() {
        return RedisStores.store(link, time);
    }
}
