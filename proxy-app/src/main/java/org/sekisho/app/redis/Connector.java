package org.sekisho.app.redis;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.masterreplica.MasterReplica;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Makes connections of one kind. It has threads of its own, so that no event loop of sessions ever waits for Redis. */
final class Connector implements AutoCloseable {
    private static final int THREADS = 2;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    /** At the start: it is of no use to know of a silent server before all others are used. */
    private static final Duration PING_LIMIT = Duration.ofSeconds(1);
    /** Not the limit of a batch, which is shorter, but when a command without answer is given up. */
    static final Duration COMMAND_LIMIT = Duration.ofSeconds(5);
    /** Beyond it commands fail at once: a store that stands still must not fill the memory. */
    private static final int MOST_WAITING = 10_000;

    private static final Duration TOPOLOGY_LOOKS = Duration.ofSeconds(10);
    private static final Duration TOPOLOGY_LOOKS_IN_TROUBLE = Duration.ofMillis(500);
    private static final int MOST_REDIRECTS = 5;
    private static final int KEEP_ALIVES = 3;
    private static final ByteArrayCodec CODEC = ByteArrayCodec.INSTANCE;

    private final ClientResources resources;
    private final ExecutorService aside = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "redis-aside");
        thread.setDaemon(true);
        return thread;
    });
    private final AbstractRedisClient client;
    private final Supplier<CompletionStage<Connection>> connecting;
    private final Supplier<CompletionStage<? extends StatefulRedisPubSubConnection<byte[], byte[]>>> hearing;

    /** @throws IOException if the password cannot be read */
    Connector(RedisAddress address, RedisSettings settings) throws IOException {
        Login login = Login.of(settings.user(), settings.passwordFile());
        Login ofSentinels = Login.of(settings.sentinelUser(), settings.sentinelPasswordFile());
        List<RedisURI> servers = address.servers().stream()
                .map(server -> complete(server, settings, login, ofSentinels))
                .toList();
        resources = ClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .nettyCustomizer(new Together())
                // Several proxies that lost the same store must not all come back at the same moment.
                .reconnectDelay(Delay.fullJitter(Duration.ofMillis(50), Duration.ofSeconds(1), 50, MILLISECONDS))
                .build();
        if (address.kind() == RedisAddress.Kind.CLUSTER) {
            RedisClusterClient cluster = RedisClusterClient.create(resources, servers);
            cluster.setOptions(clusterOptions(options(settings)));
            client = cluster;
            connecting = () -> cluster.refreshPartitionsAsync()
                    .thenCompose(known -> cluster.connectAsync(CODEC))
                    .thenApply(Connection.ToCluster::new)
                    .thenCompose(Connector::toAllMasters);
            hearing = () -> cluster.refreshPartitionsAsync().thenCompose(known -> cluster.connectPubSubAsync(CODEC));
        } else {
            RedisClient single = RedisClient.create(resources);
            single.setOptions(options(settings));
            client = single;
            RedisURI server = servers.get(0);
            hearing = () -> single.connectPubSubAsync(CODEC, server);
            connecting = address.kind() == RedisAddress.Kind.SENTINEL
                    ? () -> MasterReplica.connectAsync(single, CODEC, server).thenApply(Connection.ToServer::new)
                    : () -> single.connectAsync(CODEC, server).thenApply(Connection.ToServer::new);
        }
    }

    /** The way to each is there before the first client needs it; one that is dead keeps nobody from the others. */
    private static CompletionStage<Connection> toAllMasters(Connection made) {
        return made.askAll(server ->
                        made.ping(server).toCompletableFuture().orTimeout(PING_LIMIT.toMillis(), MILLISECONDS))
                .handle((answer, failure) -> made);
    }

    /** What several sessions ask at the same moment goes out in one packet, and costs one system call here and there. */
    private static final class Together implements NettyCustomizer {
        private static final int MOST = 256;

        @Override
        public void afterChannelInitialized(Channel channel) {
            channel.pipeline().addFirst(new FlushConsolidationHandler(MOST, true));
        }
    }

    private static RedisURI complete(RedisURI server, RedisSettings settings, Login login, Login ofSentinels) {
        server.setTimeout(COMMAND_LIMIT);
        server.setVerifyPeer(settings.verifyCertificate() ? SslVerifyMode.FULL : SslVerifyMode.NONE);
        login.into(server);
        server.getSentinels().forEach(sentinel -> {
            sentinel.applySsl(server);
            ofSentinels.into(sentinel);
        });
        return server;
    }

    /**
     * As whom a server is asked.
     *
     * @param user empty for the default one
     * @param password empty where none is wanted
     */
    private record Login(String user, String password) {
        static Login of(String user, Optional<Path> passwordFile) throws IOException {
            return new Login(user, passwordFile.isPresent() ? RedisSettings.password(passwordFile.get()) : "");
        }

        void into(RedisURI server) {
            if (!password.isEmpty()) {
                server.setCredentialsProvider(RedisCredentialsProvider.from(
                        () -> RedisCredentials.just(user.isEmpty() ? null : user, password)));
            }
        }
    }

    private static ClientOptions options(RedisSettings settings) {
        SslOptions.Builder tls = SslOptions.builder();
        settings.authorities().ifPresent(file -> tls.trustManager(file.toFile()));
        return ClientOptions.builder()
                .sslOptions(tls.build())
                .socketOptions(socketOptions())
                .timeoutOptions(TimeoutOptions.enabled(COMMAND_LIMIT))
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_WAITING)
                // What was under way when the connection broke is not sent again: its outcome is unknown.
                .replayFilter(command -> true)
                .build();
    }

    /** A network that drops packets must not keep a connection for longer than a command: without it TCP does for minutes. */
    private static SocketOptions socketOptions() {
        SocketOptions.Builder options = SocketOptions.builder()
                .connectTimeout(CONNECT_LIMIT)
                .keepAlive(KeepAliveOptions.builder()
                        .enable()
                        .idle(COMMAND_LIMIT.multipliedBy(2))
                        .interval(COMMAND_LIMIT)
                        .count(KEEP_ALIVES)
                        .build());
        if (EpollProvider.isAvailable()) {
            options.tcpUserTimeout(TcpUserTimeoutOptions.builder()
                    .enable()
                    .tcpUserTimeout(COMMAND_LIMIT)
                    .build());
        }
        return options.build();
    }

    private static ClusterClientOptions clusterOptions(ClientOptions options) {
        return ClusterClientOptions.builder(options)
                .maxRedirects(MOST_REDIRECTS)
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(TOPOLOGY_LOOKS)
                        .adaptiveRefreshTriggersTimeout(TOPOLOGY_LOOKS_IN_TROUBLE)
                        .build())
                .build();
    }

    CompletionStage<Connection> connect() {
        // Of the future that is within: Lettuce's own does not keep to the contract of this method.
        return connecting
                .get()
                .toCompletableFuture()
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(inOneLine(failure)));
    }

    /** Lettuce keeps what the servers said in a paragraph, or beside its failure: the first of them tells enough. */
    private static Throwable inOneLine(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            Throwable[] beside = each.getSuppressed();
            String said = String.valueOf(each.getMessage());
            boolean wrapped = each instanceof CompletionException;
            if (!wrapped && (beside.length > 0 || said.indexOf('\n') >= 0)) {
                String line = said.strip().replaceAll("\\s+", " ");
                return new RedisConnectionException(line, beside.length > 0 ? beside[0] : each.getCause());
            }
        }
        return failure;
    }

    /** One more connection, for messages. */
    CompletionStage<? extends StatefulRedisPubSubConnection<byte[], byte[]>> hear() {
        return hearing.get();
    }

    /** For work that must not be done where it is begun. */
    Executor executor() {
        return resources.eventExecutorGroup();
    }

    /** For work that may be long, and that no client waits for. */
    Executor aside() {
        return aside;
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, COMMAND_LIMIT);
        aside.shutdown();
        resources.shutdown(0, COMMAND_LIMIT.toMillis(), MILLISECONDS).awaitUninterruptibly();
    }
}
