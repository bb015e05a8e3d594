package org.sekisho.app.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sekisho.testing.Await;

/** A real master with two replicas on loopback, watched by three Sentinels that name another master within seconds. */
public final class RedisSentinels implements AutoCloseable {
    private static final int REPLICAS = 2;
    private static final int SENTINELS = 3;

    private final String scheme;
    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisServer> sentinels = new ArrayList<>();

    private RedisSentinels(String scheme) {
        this.scheme = scheme;
    }

    public static RedisSentinels start() {
        return start("redis-sentinel://", "", RedisServer::start, RedisServer::sentinel);
    }

    /** Servers and Sentinels that talk TLS only, among each other, too, and to users only. */
    static RedisSentinels secured(Security security) {
        return start(
                "rediss-sentinel://",
                security.ofSentinels("mymaster"),
                options -> RedisServer.secured(security, options),
                watched -> RedisServer.securedSentinel(security, watched));
    }

    /** Sentinels that want a password, before servers that want none. */
    static RedisSentinels withPassword(String password) {
        return start(
                "redis-sentinel://",
                "sentinel sentinel-pass " + password + "\n",
                RedisServer::start,
                watched -> RedisServer.sentinelWithPassword(password, watched));
    }

    private static RedisSentinels start(
            String scheme,
            String more,
            Function<String[], RedisServer> server,
            Function<String, RedisServer> sentinel) {
        RedisSentinels all = new RedisSentinels(scheme);
        RedisServer master = server.apply(new String[0]);
        all.servers.add(master);
        for (int i = 0; i < REPLICAS; i++) {
            all.servers.add(server.apply(new String[] {"--replicaof", "127.0.0.1 " + master.port()}));
        }
        String watched = "sentinel monitor mymaster 127.0.0.1 " + master.port() + " 2\n"
                + "sentinel down-after-milliseconds mymaster 1000\n"
                + "sentinel failover-timeout mymaster 3000\n"
                + more;
        for (int i = 0; i < SENTINELS; i++) {
            all.sentinels.add(sentinel.apply(watched));
        }
        Await.until(
                "the Sentinels know all",
                () -> all.sentinels.stream()
                        .map(each -> each.ask("sentinel", "master", "mymaster"))
                        .allMatch(told -> told.contains("num-slaves\n" + REPLICAS)
                                && told.contains("num-other-sentinels\n" + (SENTINELS - 1))));
        return all;
    }

    public String uri() {
        return scheme
                + sentinels.stream().map(each -> "127.0.0.1:" + each.port()).collect(Collectors.joining(","))
                + "/0#mymaster";
    }

    List<RedisServer> servers() {
        return servers;
    }

    List<RedisServer> sentinels() {
        return sentinels;
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
