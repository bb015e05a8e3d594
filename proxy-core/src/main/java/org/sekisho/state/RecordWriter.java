package org.sekisho.state;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes the fields of a small record one after the other, for a {@link Codec}. The first octet is the version of the
 * record's layout. A later version may add fields at the end; {@link RecordReader} tells the code which version it reads.
 *
 * <pre>{@code
 * byte[] octets = new RecordWriter(1).instant(firstSeen).number(passed).octets();
 *
 * RecordReader in = new RecordReader(octets, 1);
 * Triplet triplet = new Triplet(in.instant(), in.number());
 * in.end();
 * }</pre>
 */
public final class RecordWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(32);

    /** @param version 1 to 127 */
    public RecordWriter(int version) {
        if (version < 1 || version > 127) {
            throw new IllegalArgumentException("A record's version is 1 to 127, not " + version);
        }
        out.write(version);
    }

    /** One to ten octets: small numbers of either sign are short. */
    public RecordWriter number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** To the nanosecond; {@link Instant#MAX} included. */
    public RecordWriter instant(Instant value) {
        return number(value.getEpochSecond()).number(value.getNano());
    }

    public RecordWriter flag(boolean value) {
        return number(value ? 1 : 0);
    }

    public RecordWriter text(String value) {
        return octets(value.getBytes(StandardCharsets.UTF_8));
    }

    public RecordWriter octets(byte[] value) {
        number(value.length);
        out.write(value, 0, value.length);
        return this;
    }

    public byte[] octets() {
        return out.toByteArray();
    }
}
