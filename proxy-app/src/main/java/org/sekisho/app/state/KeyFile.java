package org.sekisho.app.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of what may only be compared and never be read: hashes of passwords and recipients that jails count. It lies
 * beside the store, not in it, so that a copy of the store tells nothing. Nodes that share a store share this file.
 */
public final class KeyFile {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final String NAME = "jail-key";
    private static final int OCTETS = 32;

    private KeyFile() {}

    /** The key in this folder, made if there is none; one for this run only, and the log says so, if it cannot be kept. */
    public static byte[] readOrMake(Path folder, RandomGenerator random) {
        try {
            byte[] key = HexFormat.of().parseHex(SecretFile.readOrMake(folder, NAME, OCTETS, random));
            if (key.length != OCTETS) {
                throw new IllegalArgumentException("it has " + key.length + " octets instead of " + OCTETS);
            }
            return key;
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn(
                    "The key in {} cannot be used: {}. What jails have counted of recipients and passwords begins anew",
                    folder.resolve(NAME),
                    e.toString());
            byte[] fresh = new byte[OCTETS];
            random.nextBytes(fresh);
            return fresh;
        }
    }
}
