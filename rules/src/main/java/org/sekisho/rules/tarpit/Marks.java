package org.sekisho.rules.tarpit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.sekisho.rules.hold.Client;
import org.sekisho.state.Batch;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.Table;

/** Clients that left while they were made to wait, and when they last did. */
final class Marks {
    private static final Codec<Instant> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Instant left) {
            return new RecordWriter(1).number(left.toEpochMilli()).octets();
        }

        @Override
        public Instant decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            Instant left = Instant.ofEpochMilli(in.number());
            in.end();
            return left;
        }
    };

    /** One record a client; the quota is for networks whose machines claim many pools. */
    static final Table<Instant> TABLE = Table.learned("tarpit-marks", CODEC, 200_000, 100, 12);

    private final Duration remember;
    private final InstantSource clock;

    Marks(Duration remember, InstantSource clock) {
        this.remember = remember;
        this.clock = clock;
    }

    Batch.Ticket<Instant> ask(Batch batch, Client client) {
        return batch.read(TABLE, client.key());
    }

    void mark(Batch batch, Client client) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Held<Instant> mark = new Held<>(now, now.plus(remember));
        batch.update(TABLE, client.key(), client.network(), before -> Optional.of(mark));
    }

    void clear(Batch batch, Client client) {
        batch.update(TABLE, client.key(), client.network(), before -> Optional.empty());
    }
}
