package org.sekisho.app.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sekisho.state.Row;
import org.sekisho.state.StateException;

/**
 * A record as it stands in Redis: its end (8 octets), the length of its owner (1), the owner, the value. {@code update.lua}
 * reads the first three, too; another layout has another {@link Keys#LAYOUT}.
 */
record Stored(Row row, String owner) {
    private static final int HEAD = 9;
    private static final int LONGEST_OWNER = 255;

    /** Empty for octets that were not written by {@link #encode}. */
    static Optional<Stored> decode(byte[] octets) {
        if (octets.length < HEAD || octets.length < HEAD + (octets[HEAD - 1] & 0xFF)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(octets);
        long expires = in.getLong();
        byte[] owner = new byte[in.get() & 0xFF];
        in.get(owner);
        byte[] value = new byte[in.remaining()];
        in.get(value);
        return Optional.of(new Stored(new Row(value, expires), new String(owner, StandardCharsets.UTF_8)));
    }

    byte[] encode() {
        byte[] maker = owner.getBytes(StandardCharsets.UTF_8);
        if (maker.length > LONGEST_OWNER) {
            throw new StateException("An owner of " + maker.length + " octets is longer than " + LONGEST_OWNER);
        }
        byte[] value = row.octets();
        return ByteBuffer.allocate(HEAD + maker.length + value.length)
                .putLong(row.expires())
                .put((byte) maker.length)
                .put(maker)
                .put(value)
                .array();
    }
}
