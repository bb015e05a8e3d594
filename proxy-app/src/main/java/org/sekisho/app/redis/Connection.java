package org.sekisho.app.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sekisho.state.StateException;

/** An open connection, which finds its way back by itself when it is lost. */
sealed interface Connection {
    /** Of a single server, which needs no name; and of what nobody is known to hold. */
    String NO_SERVER = "";

    StatefulConnection<byte[], byte[]> stateful();

    /** What can be asked of any kind of store; commands on different tables may go to different servers. */
    RedisClusterAsyncCommands<byte[], byte[]> commands();

    /** Which server holds what has this key, by its address; {@link #NO_SERVER} if none is known. */
    String server(byte[] key);

    /** All servers that hold records now. */
    List<String> servers();

    /** Asks one of them whether it is there; one that holds nothing any more need not be. */
    CompletionStage<?> ping(String server);

    /** Asks something of all servers that hold records; is over when each has answered or failed. */
    default CompletionStage<Void> askAll(Function<String, CompletionStage<?>> question) {
        return CompletableFuture.allOf(servers().stream()
                .map(question)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new));
    }

    /** To one server: the only one, or the master that Sentinel names. */
    record ToServer(StatefulRedisConnection<byte[], byte[]> stateful) implements Connection {
        @Override
        public RedisClusterAsyncCommands<byte[], byte[]> commands() {
            return stateful.async();
        }

        @Override
        public String server(byte[] key) {
            return NO_SERVER;
        }

        @Override
        public List<String> servers() {
            return List.of(NO_SERVER);
        }

        @Override
        public CompletionStage<?> ping(String server) {
            return stateful.async().ping();
        }
    }

    /** To all masters of a cluster. */
    record ToCluster(StatefulRedisClusterConnection<byte[], byte[]> stateful) implements Connection {
        @Override
        public RedisClusterAsyncCommands<byte[], byte[]> commands() {
            return stateful.async();
        }

        @Override
        public String server(byte[] key) {
            RedisClusterNode node = stateful.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
            return node == null ? NO_SERVER : address(node);
        }

        @Override
        public List<String> servers() {
            return masters().map(ToCluster::address).toList();
        }

        /** A master's connection is made when it is first asked for; until it is there, commands to that master fail. */
        @Override
        public CompletionStage<?> ping(String server) {
            if (server.equals(NO_SERVER)) {
                return covered();
            }
            return masters()
                    .filter(node -> address(node).equals(server))
                    .map(RedisClusterNode::getUri)
                    .findAny()
                    .<CompletionStage<?>>map(uri -> stateful.getConnectionAsync(uri.getHost(), uri.getPort())
                            .thenCompose(connection -> connection.async().ping()))
                    .orElseGet(() -> CompletableFuture.completedStage(null));
        }

        private CompletionStage<?> covered() {
            int slots = masters().mapToInt(node -> node.getSlots().size()).sum();
            return slots == SlotHash.SLOT_COUNT
                    ? CompletableFuture.completedStage(null)
                    : CompletableFuture.failedStage(new StateException(SlotHash.SLOT_COUNT - slots
                            + " slots of the cluster have no master (redis-cli --cluster check)"));
        }

        /** A dead master stays a master, without slots. */
        private Stream<RedisClusterNode> masters() {
            return stateful.getPartitions().stream()
                    .filter(node -> !node.getSlots().isEmpty());
        }

        private static String address(RedisClusterNode node) {
            return node.getUri().getHost() + ":" + node.getUri().getPort();
        }
    }
}
