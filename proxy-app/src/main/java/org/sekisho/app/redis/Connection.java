package org.sekisho.app.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/** An open connection, which finds its way back by itself when it is lost. */
sealed interface Connection {
    StatefulConnection<byte[], byte[]> stateful();

    /** What can be asked of any kind of store; commands on different tables may go to different servers. */
    RedisClusterAsyncCommands<byte[], byte[]> commands();

    /** To one server: the only one, or the master that Sentinel names. */
    record ToServer(StatefulRedisConnection<byte[], byte[]> stateful) implements Connection {
        @Override
        public RedisClusterAsyncCommands<byte[], byte[]> commands() {
            return stateful.async();
        }
    }

    /** To all masters of a cluster. */
    record ToCluster(StatefulRedisClusterConnection<byte[], byte[]> stateful) implements Connection {
        @Override
        public RedisClusterAsyncCommands<byte[], byte[]> commands() {
            return stateful.async();
        }
    }
}
