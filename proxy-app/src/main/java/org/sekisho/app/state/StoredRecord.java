package org.sekisho.app.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sekisho.state.Row;

/**
 * A record as it stands in the file: expiry (8 octets), number of its last write (8), length of the owner (2), owner,
 * value.
 */
record StoredRecord(Row row, long written, String owner) {

    byte[] encode() {
        byte[] name = owner.getBytes(StandardCharsets.UTF_8);
        byte[] value = row.octets();
        return ByteBuffer.allocate(18 + name.length + value.length)
                .putLong(row.expires())
                .putLong(written)
                .putShort((short) name.length)
                .put(name)
                .put(value)
                .array();
    }

    /** Empty for octets that were not written by {@link #encode}. */
    static Optional<StoredRecord> decode(byte[] octets) {
        try {
            ByteBuffer in = ByteBuffer.wrap(octets);
            long expires = in.getLong();
            long written = in.getLong();
            byte[] owner = new byte[in.getShort() & 0xFFFF];
            in.get(owner);
            byte[] value = new byte[in.remaining()];
            in.get(value);
            return Optional.of(
                    new StoredRecord(new Row(value, expires), written, new String(owner, StandardCharsets.UTF_8)));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }
}
