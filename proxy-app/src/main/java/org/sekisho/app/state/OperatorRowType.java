package org.sekisho.app.state;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.sekisho.state.Row;

/**
 * How a row of an operators' table stands in the file: as a {@link StoredRecord} without key and owner. Memory and the file's
 * pages share the octets of the value, and a start with many rows copies each of them once.
 */
final class OperatorRowType extends BasicDataType<Row> {
    /** Key and owner. */
    private static final int TEXTS = 2;

    /** Expiry, and the lengths of the texts. */
    private static final int FIXED = Long.BYTES + TEXTS * Short.BYTES;

    /** Octets of memory for a row beyond its value: two objects. */
    private static final int OVERHEAD = 40;

    /** Stands for what was not written by {@link #write}: it has expired, so nobody sees it and it is swept. */
    private static final Row NOTHING = new Row(new byte[0], 0);

    @Override
    public int getMemory(Row row) {
        return OVERHEAD + row.octets().length;
    }

    @Override
    public void write(WriteBuffer out, Row row) {
        byte[] value = row.octets();
        out.putVarInt(FIXED + value.length)
                .putLong(row.expires())
                .putShort((short) 0)
                .putShort((short) 0)
                .put(value);
    }

    @Override
    public Row read(ByteBuffer in) {
        int end = DataUtils.readVarInt(in) + in.position();
        Row row = row(in, end);
        in.position(end);
        return row;
    }

    private static Row row(ByteBuffer in, int end) {
        if (end - in.position() < FIXED) {
            return NOTHING;
        }
        long expires = in.getLong();
        for (int text = 0; text < TEXTS; text++) {
            int length = end - in.position() < Short.BYTES ? end : in.getShort() & 0xFFFF;
            if (length > end - in.position()) {
                return NOTHING;
            }
            in.position(in.position() + length);
        }
        byte[] value = new byte[end - in.position()];
        in.get(value);
        return new Row(value, expires);
    }

    @Override
    public Row[] createStorage(int size) {
        return new Row[size];
    }
}
