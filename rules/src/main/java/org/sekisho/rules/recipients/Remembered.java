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
 * @param generation of its domain's records: see {@link Generations}
 */
public record Remembered(boolean exists, Instant since, long generation) {
    static final int MOST_OCTETS = 24;

    /** Older proxies read it; a record of a domain that was purged is none for them. */
    private static final int WITHOUT_GENERATION = 1;

    private static final int WITH_GENERATION = 2;

    static final Codec<Remembered> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Remembered value) {
            boolean first = value.generation == Generations.FIRST;
            RecordWriter out = new RecordWriter(first ? WITHOUT_GENERATION : WITH_GENERATION)
                    .flag(value.exists)
                    .number(value.since.getEpochSecond());
            return first ? out.octets() : out.number(value.generation).octets();
        }

        @Override
        public Remembered decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, WITH_GENERATION);
            Remembered value = new Remembered(
                    in.flag(),
                    Instant.ofEpochSecond(in.number()),
                    in.version() == WITHOUT_GENERATION ? Generations.FIRST : in.number());
            in.end();
            return value;
        }

        @Override
        public boolean fits(String key, Remembered value) {
            return RecipientKey.isText(key);
        }
    };
}
