package org.sekisho.app.redis;

import java.nio.charset.StandardCharsets;
import org.sekisho.state.Table;

/**
 * How the keys are named: prefix, version of the layout, table, part. What is in braces decides on the slot of a cluster,
 * and is the same for all of a table.
 */
record Keys(String prefix) {
    /** Counts up with every change of what stands under the keys; older proxies then do not see it. */
    static final int LAYOUT = 1;

    /** What the key of a record has before its name. */
    String records(Table<?> table) {
        return part(table, "r") + ":";
    }

    byte[] record(Table<?> table, String name) {
        return octets(records(table) + name);
    }

    /** The records of the table by name: a sorted set with equal scores. */
    byte[] names(Table<?> table) {
        return octets(part(table, "names"));
    }

    /** The same by when they were written, in microseconds. */
    byte[] writes(Table<?> table) {
        return octets(part(table, "writes"));
    }

    /** As {@code update.lua} expects them. */
    byte[][] ofUpdate(Table<?> table, String name) {
        return new byte[][] {
            record(table, name),
            names(table),
            octets(part(table, "ends")),
            writes(table),
            octets(part(table, "owners")),
            position(table.name()),
            stamps(table.name())
        };
    }

    /** The number of the table's last change. */
    byte[] position(String table) {
        return octets(part(table, "sequence"));
    }

    /** What tells one change from another that had the same number before it was lost. */
    byte[] stamps(String table) {
        return octets(part(table, "stamps"));
    }

    /** Which log the numbers belong to. */
    byte[] log(String table) {
        return octets(part(table, "log"));
    }

    /** The channel on which changes of operators' tables are told. */
    byte[] changes() {
        return octets(prefix + ":" + LAYOUT + ":changes");
    }

    /** The channel on which one node is asked and answered. */
    byte[] node(String address) {
        return octets(prefix + ":" + LAYOUT + ":node:" + address);
    }

    /** Of a token bucket; each may lie in another slot. */
    byte[] bucket(String name) {
        return octets(prefix + ":" + LAYOUT + ":bucket:" + name);
    }

    private String part(Table<?> table, String part) {
        return part(table.name(), part);
    }

    private String part(String table, String part) {
        return prefix + ":" + LAYOUT + ":{" + table + "}:" + part;
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
