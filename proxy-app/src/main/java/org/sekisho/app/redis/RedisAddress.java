package org.sekisho.app.redis;

import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the shared store is: {@code redis://host:port/database}, {@code redis-sentinel://host:port,host:port/database#master}
 * or {@code redis-cluster://host:port,host:port}; with {@code rediss} in place of {@code redis} through TLS.
 *
 * @param written as the operator wrote it, without a password
 * @param servers one; or of a cluster those that are asked for all others
 */
public record RedisAddress(Kind kind, String written, List<RedisURI> servers) {
    private static final String HOST = "(?:\\[[0-9A-Fa-f:.]+]|[^\\[\\]/@?#:,]+)(?::\\d{1,5})?";
    private static final String HOSTS = HOST + "(?:," + HOST + ")*";
    private static final Pattern SINGLE = Pattern.compile("rediss?://" + HOST + "(/\\d{0,4})?");
    private static final Pattern SENTINEL = Pattern.compile("rediss?-sentinel://" + HOSTS + "(/\\d{0,4})?#[^#]+");
    private static final Pattern CLUSTER = Pattern.compile("(rediss?)-cluster://(" + HOSTS + ")/?");
    private static final Pattern PASSWORD = Pattern.compile("//[^/@]*@");

    /** How the servers stand to each other. */
    public enum Kind {
        SINGLE,
        SENTINEL,
        CLUSTER
    }

    /** Throws {@link IllegalArgumentException} for what is no such address. */
    public static RedisAddress parse(String uri) {
        if (PASSWORD.matcher(uri).find()) {
            throw new IllegalArgumentException(
                    "uri must not hold a user or password: they belong into redis.user and redis.passwordFile");
        }
        Matcher cluster = CLUSTER.matcher(uri);
        try {
            if (cluster.matches()) {
                return cluster(uri, cluster.group(1), cluster.group(2));
            }
            boolean sentinel = SENTINEL.matcher(uri).matches();
            if (sentinel || SINGLE.matcher(uri).matches()) {
                return new RedisAddress(sentinel ? Kind.SENTINEL : Kind.SINGLE, uri, List.of(RedisURI.create(uri)));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(uri), e);
        }
        throw new IllegalArgumentException(wrong(uri));
    }

    private static RedisAddress cluster(String uri, String scheme, String hosts) {
        List<RedisURI> servers = new ArrayList<>();
        for (String host : hosts.split(",")) {
            servers.add(RedisURI.create(scheme + "://" + host));
        }
        return new RedisAddress(Kind.CLUSTER, uri, servers);
    }

    private static String wrong(String uri) {
        return "uri must be like redis://host:6379/0, redis-sentinel://host:26379,host:26379/0#master or"
                + " redis-cluster://host:6379,host:6379 (rediss for TLS), not '" + uri + "'";
    }
}
