package org.sekisho.rules.incident;

import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/**
 * How the mail of accounts went.
 *
 * @param recipients that the mail server took or refused, one by one
 * @param refused how many of them it refused
 * @param bounced messages without a sender that came in for an account that had sent some lately: what was refused farther
 *     away
 */
public record Delivered(long recipients, long refused, long bounced) {
    public static final Delivered NOTHING = new Delivered(0, 0, 0);
    private static final double HUNDRED = 100;

    static final Codec<Delivered> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Delivered some) {
            return new RecordWriter(1)
                    .number(some.recipients)
                    .number(some.refused)
                    .number(some.bounced)
                    .octets();
        }

        @Override
        public Delivered decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            Delivered some = new Delivered(in.number(), in.number(), in.number());
            in.end();
            return some;
        }
    };

    Delivered plus(Delivered more) {
        return new Delivered(recipients + more.recipients, refused + more.refused, bounced + more.bounced);
    }

    /** Refused and bounced for each hundred recipients; 0 if there were none. */
    public double errorRate() {
        return recipients == 0 ? 0 : HUNDRED * (refused + bounced) / recipients;
    }
}
