package org.sekisho.app.transfer;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.Row;
import org.sekisho.state.StateException;
import org.sekisho.state.Table;

/** A record of the file on its way into the store. */
final class Arriving {
    private final long line;
    private final String key;
    private final Table<ByteBuffer> table;
    private final Held<ByteBuffer> held;
    private final boolean newer;
    private final boolean overwrite;
    private volatile Outcome outcome = Outcome.TAKEN;
    private Batch.@Nullable Ticket<ByteBuffer> ticket;
    private boolean again;

    private enum Outcome {
        TAKEN(""),
        SAME("the same is there already"),
        OLDER("what is there was written later"),
        OTHER_VERSION("what is there was written by a newer version of this program");

        private final String reason;

        Outcome(String reason) {
            this.reason = reason;
        }
    }

    /** @throws IllegalArgumentException if the table cannot hold it */
    Arriving(long line, Table<?> table, Line.Entry entry, boolean overwrite) {
        this.line = line;
        this.table = table.encoded();
        this.overwrite = overwrite;
        key = entry.key();
        held = entry.held();
        newer = isNewer(table, key, held);
    }

    /** Whether a newer version has written it; this one cannot tell whether it is any good. */
    private static <T> boolean isNewer(Table<T> table, String key, Held<ByteBuffer> held) {
        Row row;
        try {
            row = Row.of(table.encoded(), key, held);
        } catch (StateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        Optional<Held<T>> read;
        try {
            read = row.held(table);
        } catch (StateException e) {
            return true;
        }
        T value = read.map(Held::value)
                .orElseThrow(() -> new IllegalArgumentException("its value is none of the table " + table.name()));
        if (!table.codec().fits(key, value)) {
            throw new IllegalArgumentException("its key is none that this value may have in the table " + table.name());
        }
        return false;
    }

    long line() {
        return line;
    }

    boolean newer() {
        return newer;
    }

    boolean expired(Instant now) {
        return !now.isBefore(held.expires());
    }

    void into(Batch batch) {
        again = ticket != null;
        ticket = batch.update(table, key, "", this::next);
    }

    private Optional<Held<ByteBuffer>> next(Optional<Held<ByteBuffer>> now) {
        outcome = now.map(this::against).orElse(Outcome.TAKEN);
        return outcome == Outcome.TAKEN ? Optional.of(held) : now;
    }

    private Outcome against(Held<ByteBuffer> there) {
        if (there.equals(held)) {
            return Outcome.SAME;
        }
        if (version(there) > version(held)) {
            return Outcome.OTHER_VERSION;
        }
        return overwrite || there.expires().isBefore(held.expires()) ? Outcome.TAKEN : Outcome.OLDER;
    }

    /** Every encoding begins with its version. */
    private static int version(Held<ByteBuffer> some) {
        return some.value().hasRemaining() ? some.value().get(0) : 0;
    }

    /** What became of it, once the batch is done. */
    void count(Answers answers, Imported.Count count) {
        boolean written = again && outcome == Outcome.SAME; // By the batch that failed, for all that is known.
        if (written) {
            count.taken();
        } else if (outcome != Outcome.TAKEN) {
            count.skipped(outcome.reason);
        } else if (ticket == null || answers.get(ticket).isEmpty()) {
            count.skipped("there is no room for it");
        } else {
            count.taken();
        }
    }
}
