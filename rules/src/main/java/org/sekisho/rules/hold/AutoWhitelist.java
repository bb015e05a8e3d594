package org.sekisho.rules.hold;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.sekisho.state.Batch;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.Table;

/**
 * Clients that have shown often enough that they wait or come back, and need not any more. {@code tarpit} and
 * {@code greylist} keep one list: what a client has shown to one of them, the other need not see.
 */
public final class AutoWhitelist {
    /**
     * When a client has shown enough.
     *
     * @param after so many times; 0 for never
     * @param spacing within this time only one counts, so that a burst of mail is no proof
     * @param keep how long a client is remembered after the last time
     */
    public record Settings(int after, Duration spacing, Duration keep) {
        /** As postgrey has it (G2). */
        public static final Settings DEFAULTS = new Settings(5, Duration.ofHours(1), Duration.ofDays(35));

        public Settings {
            if (after < 0) {
                throw new IllegalArgumentException("autowhitelist.after must be at least 0, is " + after);
            }
            if (spacing.isNegative()) {
                throw new IllegalArgumentException("autowhitelist.spacing must be at least 0s");
            }
            if (keep.compareTo(spacing) <= 0) {
                throw new IllegalArgumentException("autowhitelist.keep must be longer than autowhitelist.spacing");
            }
        }
    }

    /**
     * What a client has shown.
     *
     * @param count how many times
     * @param last the last time that counted
     */
    public record Credit(int count, Instant last) {}

    private static final Codec<Credit> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Credit credit) {
            return new RecordWriter(1)
                    .number(credit.count())
                    .number(credit.last().toEpochMilli())
                    .octets();
        }

        @Override
        public Credit decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            Credit credit = new Credit((int) in.number(), Instant.ofEpochMilli(in.number()));
            in.end();
            return credit;
        }
    };

    /** One record a client; the quota is for networks whose machines claim many pools. */
    public static final Table<Credit> TABLE = Table.learned("greylist-clients", CODEC, 200_000, 100, 20);

    private final Settings settings;
    private final InstantSource clock;

    public AutoWhitelist(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Adds the question what a client has shown. */
    public Batch.Ticket<Credit> ask(Batch batch, Client client) {
        return batch.read(TABLE, client.key());
    }

    /** Whether that is enough. */
    public boolean enough(Optional<Held<Credit>> shown) {
        return settings.after() > 0
                && shown.filter(held -> held.value().count() >= settings.after())
                        .isPresent();
    }

    /** What a client has shown beside what is enough, for an operator. */
    public String shown(Optional<Held<Credit>> shown) {
        int count = shown.map(held -> held.value().count()).orElse(0);
        return settings.after() > 0 ? count + " of " + settings.after() : count + ", never enough";
    }

    /** Adds that a client has shown it once more. */
    public void credit(Batch batch, Client client) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        batch.update(TABLE, client.key(), client.network(), shown -> Optional.of(counted(shown, now)));
    }

    /** The same in a trip of its own, which nobody waits for. */
    public void credit(Memory memory, Client client) {
        Batch batch = new Batch();
        credit(batch, client);
        memory.learn(batch);
    }

    private Held<Credit> counted(Optional<Held<Credit>> shown, Instant now) {
        Instant expires = now.plus(settings.keep());
        if (shown.isEmpty()) {
            return new Held<>(new Credit(1, now), expires);
        }
        Credit credit = shown.get().value();
        boolean ahead = credit.last().isAfter(now);
        if (ahead) {
            // Another node's clock, or this one's was set back: never a reason to wait for years (G10).
            return new Held<>(new Credit(credit.count(), now), expires);
        }
        boolean counts = !now.isBefore(credit.last().plus(settings.spacing()));
        return counts
                ? new Held<>(new Credit(Math.min(credit.count() + 1, Integer.MAX_VALUE - 1), now), expires)
                : shown.get();
    }
}
