package org.sekisho.app.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An open connection, which finds its way back by itself when it is lost. */
sealed interface Connection {
    StatefulConnection<byte[], byte[]> stateful();

    /** What can be asked of any kind of store; commands on different tables may go to different servers. */
    RedisClusterAsyncCommands<byte[], byte[]> commands();

    /** Asks all servers that hold records whether they are there. */
    CompletionStage<?> ping();

    /** To one server: the only one, or the master that Sentinel names. */
    record ToServer(StatefulRedisConnection<byte[], byte[]> stateful) implements Connection {
        @Override
        public RedisClusterAsyncCommands<byte[], byte[]> commands() {
            return stateful.async();
        }

        @Override
        public CompletionStage<?> ping() {
            return stateful.async().ping();
        }
    }

    /** To all masters of a cluster. */
    record ToCluster(StatefulRedisClusterConnection<byte[], byte[]> stateful) implements Connection {
        @Override
        public RedisClusterAsyncCommands<byte[], byte[]> commands() {
            return stateful.async();
        }

        /** A master's connection is made when it is first asked for; until it is there, commands to that master fail. */
        @Override
        public CompletionStage<?> ping() {
            return CompletableFuture.allOf(stateful.getPartitions().stream()
                    .filter(node -> !node.getSlots().isEmpty()) // A dead master stays a master, without slots.
                    .map(RedisClusterNode::getUri)
                    .map(uri -> stateful.getConnectionAsync(uri.getHost(), uri.getPort()))
                    .map(connecting -> connecting.thenCompose(
                            connection -> connection.async().ping()))
                    .toArray(CompletableFuture<?>[]::new));
        }
    }
}
