package org.sekisho.rules.recipients;

import java.time.Instant;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/**
 * The mail server's newest answer about a recipient.
 *
 * @param exists whether it took the recipient
 * @param since when it said so, in whole seconds
 */
public record Remembered(boolean exists, Instant since) {
    static final int MOST_OCTETS = 16;

    static final Codec<Remembered> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Remembered value) {
            return new RecordWriter(1)
                    .flag(value.exists)
                    .number(value.since.getEpochSecond())
                    .octets();
        }

        @Override
        public Remembered decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            Remembered value = new Remembered(in.flag(), Instant.ofEpochSecond(in.number()));
            in.end();
            return value;
        }
    };
}
