package org.sekisho.app.action;

import java.util.List;

/**
 * Bans in the kernel.
 *
 * @param ports those that banned clients cannot connect to; the listeners'
 * @param table made at the start and removed at the stop, with all that is in it
 */
public record NftablesSettings(boolean enabled, List<Integer> ports, String table, Block block) {

    /** What becomes of an attempt to connect. */
    public enum Block {
        /** No answer: the client waits. */
        DROP,
        /** A TCP reset: the client knows at once. */
        REJECT
    }

    public static final NftablesSettings DEFAULTS =
            new NftablesSettings(false, List.of(25, 465, 587), "sekisho", Block.DROP);

    public NftablesSettings {
        ports = List.copyOf(ports);
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("ports must not be empty");
        }
        if (ports.stream().anyMatch(port -> port < 1 || port > 65_535)) {
            throw new IllegalArgumentException("ports must be 1 to 65535");
        }
        if (!table.matches("[a-z][a-z0-9_]{0,30}")) {
            throw new IllegalArgumentException(
                    "table must begin with a small letter and have small letters, digits and _, at most 31");
        }
    }
}
