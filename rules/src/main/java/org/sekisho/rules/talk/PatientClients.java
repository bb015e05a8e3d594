package org.sekisho.rules.talk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Stage;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the addresses of clients that have waited for their greeting and delivered mail. Only a client whose mail the
 * mail server took is written down, so that strangers cannot fill the table.
 */
final class PatientClients {
    private static final Logger LOG = LoggerFactory.getLogger(PatientClients.class);
    private static final int VERSION = 1;
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** The value is when the client delivered its newest message that was noted here. */
    private static final Codec<Instant> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Instant delivered) {
            return new RecordWriter(VERSION).instant(delivered).octets();
        }

        @Override
        public Instant decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, VERSION);
            Instant delivered = in.instant();
            in.end();
            return delivered;
        }
    };

    static final Table<Instant> TABLE = Table.learned("patient-clients", CODEC, 200_000, 0, 32);

    private final StateStore store;
    private final InstantSource clock;
    private final Duration remember;

    PatientClients(StateStore store, InstantSource clock, Duration remember) {
        this.store = store;
        this.clock = clock;
        this.remember = remember;
    }

    CompletionStage<Optional<Held<Instant>>> find(Stage.Connection client) {
        return store.read(TABLE, client.address(), LIMIT);
    }

    /** It has delivered mail: remembered anew, unless that was done in the first half of the time that it is remembered for. */
    void delivered(Stage.Connection client, Optional<Instant> knownUntil) {
        Instant now = clock.instant();
        if (knownUntil.isEmpty() || knownUntil.get().isBefore(now.plus(remember.dividedBy(2)))) {
            write(client, Optional.of(new Held<>(now, now.plus(remember))));
        }
    }

    /** It does not wait any more. */
    void forget(Stage.Connection client) {
        write(client, Optional.empty());
    }

    private void write(Stage.Connection client, Optional<Held<Instant>> record) {
        store.update(TABLE, client.address(), "", before -> record, LIMIT).whenComplete((held, failure) -> {
            if (failure != null) {
                LOG.debug(
                        "Whether {} waits for its greeting is not remembered: {}",
                        client.address(),
                        failure.toString());
            }
        });
    }
}
