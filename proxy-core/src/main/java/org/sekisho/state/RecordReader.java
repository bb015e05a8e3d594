package org.sekisho.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Reads the fields that a {@link RecordWriter} wrote, in the same order. Whatever is not as it was written is an
 * {@link IllegalArgumentException}, as a {@link Codec} wants it.
 */
public final class RecordReader {
    private final byte[] octets;
    private int at;

    /** @param newest the newest version that the caller can read; one that is newer is refused */
    public RecordReader(byte[] octets, int newest) {
        this.octets = octets;
        int version = next();
        if (version < 1 || version > newest) {
            throw new IllegalArgumentException("The record has version " + version + ", known are 1 to " + newest);
        }
    }

    /** In which version this record was written. */
    public int version() {
        return octets[0];
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = next();
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IllegalArgumentException("A number of the record has no end");
    }

    public Instant instant() {
        try {
            return Instant.ofEpochSecond(number(), number());
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("A time of the record is out of range", e);
        }
    }

    public boolean flag() {
        return number() != 0;
    }

    public String text() {
        int length = length();
        String text = new String(octets, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** A text that is hardly ever read: its octets where they are, which must not be changed. */
    public ByteBuffer unreadText() {
        int length = length();
        ByteBuffer text = ByteBuffer.wrap(octets, at, length);
        at += length;
        return text;
    }

    public byte[] octets() {
        int length = length();
        byte[] some = Arrays.copyOfRange(octets, at, at + length);
        at += length;
        return some;
    }

    private int length() {
        long length = number();
        if (length < 0 || length > octets.length - at) {
            throw new IllegalArgumentException("A text of the record is longer than the record");
        }
        return (int) length;
    }

    /** To be called after the last field: nothing may follow. */
    public void end() {
        if (at != octets.length) {
            throw new IllegalArgumentException("The record has " + (octets.length - at) + " octets too many");
        }
    }

    private int next() {
        if (at == octets.length) {
            throw new IllegalArgumentException("The record ends too early");
        }
        return octets[at++] & 0xFF;
    }
}
