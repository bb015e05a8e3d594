package org.sekisho.rules.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/** Counts the bounces that each recipient gets: a flood of them is mail that somebody else sends in its name. */
final class Bounces {
    static final String NAME = "bounces";

    /** A client network fills no more than this part of the table: strangers make its records. */
    private static final int MOST_OF_ONE = 1_000;

    /** Under a hash of the recipient, who need not be an account that is known. */
    static final Table<Count> TABLE = Table.learned("bounces", new CountCodec(), 100_000, MOST_OF_ONE, 40);

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final StateStore store;

    /**
     * Of one recipient.
     *
     * @param since when they are counted
     */
    record Count(Instant since, int bounces) {}

    Bounces(StateStore store) {
        this.store = store;
    }

    /**
     * Once in each time that they are counted, when there are enough.
     *
     * @param network of the client that has brought it
     */
    CompletionStage<Optional<Hit>> arrived(int recipient, String network, AccountSettings.Count settings, Instant now) {
        return store.update(
                        TABLE,
                        Integer.toHexString(recipient),
                        network,
                        held -> Optional.of(another(held.map(Held::value), settings, now)),
                        LIMIT)
                .thenApply(held -> held.map(Held::value)
                        .filter(count -> count.bounces == settings.max())
                        .map(count -> hit(count, settings)));
    }

    private static Held<Count> another(Optional<Count> before, AccountSettings.Count settings, Instant now) {
        Count count = before.filter(each -> now.isBefore(each.since.plus(settings.within())))
                .orElseGet(() -> new Count(now, 0));
        return new Held<>(new Count(count.since, count.bounces + 1), now.plus(settings.within()));
    }

    private static Hit hit(Count count, AccountSettings.Count settings) {
        String because = count.bounces + " bounces since " + count.since + " (threshold " + settings.max() + " within "
                + Words.span(settings.within()) + "): mail is sent in its name";
        return new Hit(NAME, Hit.LOOK, because, List.of());
    }

    private static final class CountCodec implements Codec<Count> {
        @Override
        public byte[] encode(Count count) {
            return new RecordWriter(1)
                    .number(count.since.getEpochSecond())
                    .number(count.bounces)
                    .octets();
        }

        @Override
        public Count decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            Count count = new Count(Instant.ofEpochSecond(in.number()), (int) in.number());
            in.end();
            return count;
        }
    }
}
