package org.sekisho.app.node;

import java.time.Duration;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.Table;

/**
 * All nodes are to read their configurations again.
 *
 * @param id unlike that of any other
 * @param before the id of the order before; empty if there was none
 * @param by who wants it
 * @param jail only its settings; empty for all that there is
 */
public record ReloadOrder(String id, String before, String by, String jail) {
    /** A node that was cut off for longer has not heard of it, and reads its configuration when it is started. */
    static final Duration KEPT = Duration.ofDays(7);

    static final String LAST = "last";
    private static final int MOST_OCTETS = 1_024;
    private static final int VERSION = 1;

    static final Codec<ReloadOrder> CODEC = new Codec<>() {
        @Override
        public byte[] encode(ReloadOrder value) {
            return new RecordWriter(VERSION)
                    .text(value.id)
                    .text(value.before)
                    .text(value.by)
                    .text(value.jail)
                    .octets();
        }

        @Override
        public ReloadOrder decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, VERSION);
            ReloadOrder value = new ReloadOrder(in.text(), in.text(), in.text(), in.text());
            in.end();
            return value;
        }
    };

    /** Has one record, the last order. */
    static final Table<ReloadOrder> TABLE = Table.learned("reload-orders", CODEC, 16, 0, MOST_OCTETS);

    ReloadOrder ofAll() {
        return new ReloadOrder(id, before, by, "");
    }
}
