package org.sekisho.app.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sekisho.testing.Await;

/** A real master with two replicas on loopback, watched by three Sentinels that name another master within seconds. */
public final class RedisSentinels implements AutoCloseable {
    private static final int REPLICAS = 2;
    private static final int SENTINELS = 3;

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisServer> sentinels = new ArrayList<>();

    private RedisSentinels() {}

    public static RedisSentinels start() {
        RedisSentinels all = new RedisSentinels();
        RedisServer master = RedisServer.start();
        all.servers.add(master);
        for (int i = 0; i < REPLICAS; i++) {
            all.servers.add(RedisServer.start("--replicaof", "127.0.0.1 " + master.port()));
        }
        String watched = "sentinel monitor mymaster 127.0.0.1 " + master.port() + " 2\n"
                + "sentinel down-after-milliseconds mymaster 1000\n"
                + "sentinel failover-timeout mymaster 3000\n";
        for (int i = 0; i < SENTINELS; i++) {
            all.sentinels.add(RedisServer.sentinel(watched));
        }
        Await.until(
                "the Sentinels know all",
                () -> all.sentinels.stream()
                        .map(sentinel -> sentinel.ask("sentinel", "master", "mymaster"))
                        .allMatch(told -> told.contains("num-slaves\n" + REPLICAS)
                                && told.contains("num-other-sentinels\n" + (SENTINELS - 1))));
        return all;
    }

    public String uri() {
        return "redis-sentinel://"
                + sentinels.stream().map(each -> "127.0.0.1:" + each.port()).collect(Collectors.joining(","))
                + "/0#mymaster";
    }

    /** Whom the Sentinels name at this moment. */
    public RedisServer master() {
        String told = sentinels.get(0).ask("sentinel", "get-master-addr-by-name", "mymaster");
        int port = Integer.parseInt(told.lines().toList().get(1));
        return servers.stream()
                .filter(server -> server.port() == port)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        sentinels.forEach(RedisServer::close);
        servers.forEach(RedisServer::close);
    }
}
