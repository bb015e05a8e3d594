package org.sekisho.app.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sekisho.state.Row;

/**
 * A record as it stands in the file: expiry (8 octets), length of the key (2), key, length of the owner (2), owner, value.
 */
record StoredRecord(String key, String owner, Row row) {

    byte[] encode() {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        byte[] maker = owner.getBytes(StandardCharsets.UTF_8);
        byte[] value = row.octets();
        return ByteBuffer.allocate(12 + name.length + maker.length + value.length)
                .putLong(row.expires())
                .putShort((short) name.length)
                .put(name)
                .putShort((short) maker.length)
                .put(maker)
                .put(value)
                .array();
    }

    /** Empty for octets that were not written by {@link #encode}. */
    static Optional<StoredRecord> decode(byte[] octets) {
        try {
            ByteBuffer in = ByteBuffer.wrap(octets);
            long expires = in.getLong();
            String key = text(octets, in);
            String owner = text(octets, in);
            byte[] value = new byte[in.remaining()];
            in.get(value);
            return Optional.of(new StoredRecord(key, owner, new Row(value, expires)));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static String text(byte[] octets, ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        int at = in.position();
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(at + length);
        return new String(octets, at, length, StandardCharsets.UTF_8);
    }
}
