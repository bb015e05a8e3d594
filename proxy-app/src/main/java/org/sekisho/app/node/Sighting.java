package org.sekisho.app.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.Table;

/**
 * What a node last said of itself.
 *
 * @param heard when, by its own clock
 * @param behind how many changes of bans and allow list it had not taken in
 * @param looked when it last compared its lists with the log of changes; empty if it never could
 */
public record Sighting(Node node, Instant heard, long behind, Optional<Instant> looked) {
    /** Time between two. */
    public static final Duration BEAT = Duration.ofSeconds(5);

    /** A node that was not heard for so long is not there: it missed two beats. */
    static final Duration SILENCE = BEAT.multipliedBy(3);

    /** Then nobody knows of it any more. */
    static final Duration FORGOTTEN = Duration.ofHours(1);

    static final int MOST = 256;
    private static final int MOST_OCTETS = 512;
    private static final int VERSION = 1;

    static final Codec<Sighting> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Sighting value) {
            return new RecordWriter(VERSION)
                    .text(value.node.name())
                    .text(value.node.address())
                    .text(value.node.version())
                    .instant(value.node.since())
                    .number(value.node.key())
                    .instant(value.heard)
                    .number(value.behind)
                    .instant(value.looked.orElse(Instant.EPOCH))
                    .octets();
        }

        @Override
        public Sighting decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, VERSION);
            Node node = new Node(in.text(), in.text(), in.text(), in.instant(), (int) in.number());
            Sighting value = new Sighting(
                    node,
                    in.instant(),
                    in.number(),
                    Optional.of(in.instant()).filter(time -> !time.equals(Instant.EPOCH)));
            in.end();
            return value;
        }
    };

    /** By address. */
    static final Table<Sighting> TABLE = Table.learned("nodes", CODEC, MOST, 0, MOST_OCTETS);

    /** Whether the node runs, as far as can be told now. */
    public boolean aliveAt(Instant now) {
        return heard.plus(SILENCE).isAfter(now);
    }
}
