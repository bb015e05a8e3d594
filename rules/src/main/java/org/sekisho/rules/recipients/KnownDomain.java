package org.sekisho.rules.recipients;

import java.time.Instant;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/**
 * What the mail server's answers say of a whole domain: whether it takes every recipient, so that remembering each would
 * only fill the memory (R8).
 *
 * @param taken how many recipients were taken since none was refused
 * @param refuses whether one was refused
 * @param since when that was written last, in whole seconds
 */
record KnownDomain(int taken, boolean refuses, Instant since) {
    static final int MOST_OCTETS = 24;

    boolean takesAll(int catchAll) {
        return catchAll > 0 && !refuses && taken >= catchAll;
    }

    static final Codec<KnownDomain> CODEC = new Codec<>() {
        @Override
        public boolean fits(String key, KnownDomain value) {
            return RecipientKey.isDomain(key);
        }

        @Override
        public byte[] encode(KnownDomain value) {
            return new RecordWriter(1)
                    .number(value.taken)
                    .flag(value.refuses)
                    .number(value.since.getEpochSecond())
                    .octets();
        }

        @Override
        public KnownDomain decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            KnownDomain value = new KnownDomain((int) in.number(), in.flag(), Instant.ofEpochSecond(in.number()));
            in.end();
            return value;
        }
    };
}
