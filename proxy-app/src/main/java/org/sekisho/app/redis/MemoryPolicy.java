package org.sekisho.app.redis;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of servers that throw records away when their memory is full: bans and allow entries would be among them. */
final class MemoryPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryPolicy.class);
    private static final Pattern POLICY = Pattern.compile("(?m)^maxmemory_policy:(\\S+)");

    private MemoryPolicy() {}

    static void look(RedisLink link) {
        if (link.connection() instanceof Connection.ToCluster cluster) {
            cluster.stateful().async().upstream().commands().info("memory").forEach(info -> look(link, info));
        } else {
            look(link, link.connection().commands().info("memory"));
        }
    }

    private static void look(RedisLink link, CompletionStage<String> asked) {
        asked.whenComplete((info, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "What {} does when its memory is full is not known ({}): it should have maxmemory-policy noeviction",
                        link.name(),
                        failure.getMessage());
            } else {
                warning(info)
                        .ifPresent(policy -> LOG.warn(
                                "{} has maxmemory-policy {}: when its memory is full it throws away what was learnt, bans and"
                                        + " allow entries among it. Set maxmemory-policy noeviction",
                                link.name(),
                                policy));
            }
        });
    }

    /** The policy, unless nothing is ever thrown away by it. */
    static Optional<String> warning(String info) {
        Matcher policy = POLICY.matcher(info);
        return policy.find() && !policy.group(1).equals("noeviction") ? Optional.of(policy.group(1)) : Optional.empty();
    }
}
