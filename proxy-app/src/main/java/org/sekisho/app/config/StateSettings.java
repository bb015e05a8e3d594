package org.sekisho.app.config;

import java.nio.file.Path;

/**
 * Where the rules keep what they have learnt.
 *
 * @param directory of the embedded store; made if it is not there
 */
public record StateSettings(Store store, Path directory) {
    public static final StateSettings DEFAULTS = new StateSettings(Store.EMBEDDED, Path.of("/var/lib/sekisho"));

    public enum Store {
        /** On the disk, in the directory. */
        EMBEDDED,
        /** Forgotten when the program ends. */
        MEMORY
    }
}
