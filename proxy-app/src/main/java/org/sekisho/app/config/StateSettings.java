package org.sekisho.app.config;

import java.nio.file.Path;
import org.sekisho.app.redis.RedisAddress;
import org.sekisho.app.redis.RedisSettings;

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

    /** With the defaults for whatever a shared store needs. */
    public static StateSettings of(Store store, Path directory) {
        return new StateSettings(store, directory, DEFAULTS.uri(), DEFAULTS.redis());
    }
}
