package org.sekisho.app.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekisho.app.postfix.Program;
import org.sekisho.testing.Await;

/** A real Redis Cluster on loopback: three masters, each with a replica. */
public final class RedisCluster implements AutoCloseable {
    private static final int SERVERS = 6;
    private static final String[] OPTIONS = {
        "--cluster-enabled", "yes",
        "--cluster-config-file", "nodes.conf",
        "--cluster-node-timeout", "2000",
        "--appendonly", "no"
    };

    private final String scheme;
    private final List<RedisServer> servers;

    private RedisCluster(String scheme, List<RedisServer> servers) {
        this.scheme = scheme;
        this.servers = List.copyOf(servers);
    }

    public static RedisCluster start() {
        return start("redis-cluster://", List.of(), () -> RedisServer.start(OPTIONS));
    }

    /** One that talks TLS only, among its servers, too, and to users only. */
    static RedisCluster secured(Security security) {
        String[] options = Stream.concat(Stream.of(OPTIONS), Stream.of("--tls-cluster", "yes"))
                .toArray(String[]::new);
        return start("rediss-cluster://", security.asking(), () -> RedisServer.secured(security, options));
    }

    private static RedisCluster start(String scheme, List<String> asking, Supplier<RedisServer> one) {
        List<RedisServer> servers = Stream.generate(one).limit(SERVERS).toList();
        RedisCluster cluster = new RedisCluster(scheme, servers);
        List<String> command = new ArrayList<>(List.of("redis-cli"));
        command.addAll(asking);
        command.addAll(List.of("--cluster", "create"));
        servers.forEach(server -> command.add("127.0.0.1:" + server.port()));
        command.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
        Program created = Program.run("redis-tools", command);
        if (created.exitCode() != 0) {
            cluster.close();
            throw new AssertionError("the cluster was not made: " + created.all());
        }
        servers.forEach(server -> Await.until(
                "port " + server.port() + " is part of the cluster",
                () -> server.ask("cluster", "info").contains("cluster_state:ok")));
        return cluster;
    }

    public String uri() {
        return scheme
                + servers.stream().map(server -> "127.0.0.1:" + server.port()).collect(Collectors.joining(","));
    }

    /** A master that does not answer is given up by nobody for a minute. */
    void hasPatience() {
        servers.forEach(server -> server.ask("config", "set", "cluster-node-timeout", "60000"));
    }

    List<RedisServer> servers() {
        return servers;
    }

    /** The master that has the slot of this key. */
    public RedisServer masterOf(String key) {
        RedisServer any =
                servers.stream().filter(RedisServer::listens).findFirst().orElseThrow();
        int slot = Integer.parseInt(any.ask("cluster", "keyslot", key));
        int port = any.ask("cluster", "nodes")
                .lines()
                .map(line -> List.of(line.split(" ")))
                .filter(node -> node.get(2).contains("master") && !node.get(2).contains("fail") && has(node, slot))
                .map(node -> Integer.parseInt(node.get(1).replaceAll(".*:(\\d+)@.*", "$1")))
                .findFirst()
                .orElseThrow();
        return servers.stream()
                .filter(server -> server.port() == port)
                .findFirst()
                .orElseThrow();
    }

    private static boolean has(List<String> node, int slot) {
        return node.stream().skip(8).anyMatch(range -> {
            String[] ends = range.split("-");
            return Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]);
        });
    }

    @Override
    public void close() {
        servers.forEach(RedisServer::close);
    }
}
