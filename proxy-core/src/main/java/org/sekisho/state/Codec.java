package org.sekisho.state;

/**
 * How a table's values are written down. {@link #decode} gets what {@link #encode} made, perhaps years ago by an older
 * version of this program: it throws {@link IllegalArgumentException} for what it cannot read, and the record is then
 * treated as absent. For what a newer version has made it throws {@link NewerRecordException}: that record is left alone, and
 * whoever asks for it gets a {@link StateException}.
 */
public interface Codec<T> {
    byte[] encode(T value);

    T decode(byte[] octets);

    /** Whether a value may stand under this key: asked for records that come from elsewhere, in a file that people can edit. */
    default boolean fits(String key, T value) {
        return true;
    }
}
