package org.sekisho.app.redis;

import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the shared store is: {@code redis://host:port/database}, {@code redis-sentinel://host:port,host:port/database#master}
 * or {@code redis-cluster://host:port,host:port}; with {@code rediss} in place of {@code redis} through TLS.
 *
 * @param written as the operator wrote it, without a password
 * @param secured through TLS
 * @param servers one; or of a cluster those that are asked for all others
 */
public record RedisAddress(Kind kind, String written, boolean secured, List<RedisURI> servers) {
    private static final Pattern PARTS =
            Pattern.compile("(redis(s?)(?:-sentinel|-cluster)?)://([^/#]+)(?:/([^#]*))?(?:#(.*))?");
    private static final Pattern HOST = Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[^\\[\\]:\\s]+)(?::(.*))?");
    private static final int MOST_PORT = 65_535;

    /** How the servers stand to each other. */
    public enum Kind {
        SINGLE,
        SENTINEL,
        CLUSTER;

        private static Kind of(String scheme) {
            if (scheme.endsWith("-sentinel")) {
                return SENTINEL;
            }
            return scheme.endsWith("-cluster") ? CLUSTER : SINGLE;
        }
    }

    /** Throws {@link IllegalArgumentException} for what is no such address. */
    public static RedisAddress parse(String uri) {
        if (uri.indexOf('@') >= 0 || uri.indexOf('?') >= 0) {
            // Not shown: it may hold a password.
            throw new IllegalArgumentException("uri must not hold a user or password: they belong into redis.user and"
                    + " redis.passwordFile; nor anything behind a question mark");
        }
        Matcher parts = PARTS.matcher(uri);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "uri must be like redis://host:6379/0, redis-sentinel://host:26379,host:26379/0#master or"
                            + " redis-cluster://host:6379,host:6379 (rediss for TLS), not '" + uri + "'");
        }
        String scheme = parts.group(1);
        Kind kind = Kind.of(scheme);
        List<String> hosts = List.of(parts.group(3).split(",", -1));
        hosts.forEach(host -> checkHost(host, uri));
        check(
                kind != Kind.SINGLE || hosts.size() == 1,
                "name one server, or begin with redis-sentinel or redis-cluster",
                uri);
        checkDatabase(kind, parts.group(4) == null ? "" : parts.group(4), uri);
        checkMaster(kind, parts.group(5) == null ? "" : parts.group(5), uri);
        boolean secured = !parts.group(2).isEmpty();
        List<RedisURI> servers = kind == Kind.CLUSTER
                ? hosts.stream()
                        .map(host -> RedisURI.create(scheme.replace("-cluster", "") + "://" + host))
                        .toList()
                : List.of(RedisURI.create(uri));
        return new RedisAddress(kind, uri, secured, servers);
    }

    private static void checkHost(String written, String uri) {
        Matcher host = HOST.matcher(written);
        check(host.matches(), "name servers as host:port, with commas between them and no blanks", uri);
        String port = host.group(1);
        boolean possible = port == null
                || (port.matches("\\d{1,5}") && Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= MOST_PORT);
        check(possible, "have ports from 1 to " + MOST_PORT, uri);
    }

    private static void checkDatabase(Kind kind, String database, String uri) {
        if (kind == Kind.CLUSTER) {
            check(database.matches("0?"), "not name a database: a cluster has none but 0", uri);
        } else {
            check(database.matches("\\d{0,4}"), "name the database by its number, such as /0", uri);
        }
    }

    private static void checkMaster(Kind kind, String master, String uri) {
        if (kind == Kind.SENTINEL) {
            check(
                    master.matches("[^#\\s]+"),
                    "name behind a # the master that the Sentinels watch, such as redis-sentinel://host:26379/0#mymaster",
                    uri);
        } else {
            check(master.isEmpty(), "begin with redis-sentinel if it names a master behind a #", uri);
        }
    }

    private static void check(boolean right, String what, String uri) {
        if (!right) {
            throw new IllegalArgumentException("uri must " + what + "; it is '" + uri + "'");
        }
    }
}
