package org.sekisho.app.config;

import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.sekisho.app.redis.RedisAddress;
import org.sekisho.app.redis.RedisSettings;
import org.sekisho.policy.References;

/**
 * Where the rules keep what they have learnt.
 *
 * @param directory of the embedded store, and of this node's own keys and files; made if it is not there
 * @param uri of the shared store
 * @param redis how the shared store is used
 */
public record StateSettings(Store store, Path directory, String uri, RedisSettings redis) {
    public static final StateSettings DEFAULTS = new StateSettings(
            Store.EMBEDDED, Path.of("/var/lib/sekisho"), "redis://127.0.0.1:6379", RedisSettings.DEFAULTS);

    public enum Store {
        /** On the disk, in the directory. */
        EMBEDDED,
        /** Forgotten when the program ends. */
        MEMORY,
        /** In Redis, shared with other proxies. */
        REDIS
    }

    public StateSettings {
        RedisAddress.parse(uri);
    }

    /** What this node is called among others. */
    public String nodeName() {
        return redis.node().orElseGet(Defaults::machineName);
    }

    /** Makes the references of this node's decisions. */
    public References references(RandomGenerator random) {
        return store == Store.REDIS ? new References(random, References.nodeId(nodeName())) : new References(random);
    }

    /** With the defaults for whatever a shared store needs. */
    public static StateSettings of(Store store, Path directory) {
        return new StateSettings(store, directory, DEFAULTS.uri(), DEFAULTS.redis());
    }
}
