package org.sekisho.app.redis;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.Row;
import org.sekisho.state.Table;

/** One record as a batch takes it for, and as its steps so far would leave it. */
final class Cell {
    static final byte[] ABSENT = new byte[0];

    final Table<?> table;
    final String name;

    /** Steps of the batch before this one have been carried out on it. */
    int done;

    /** How often others were faster. */
    int met;

    private byte[] taken;
    private boolean certain;
    private Optional<Stored> now = Optional.empty();
    private boolean written;
    private int pending;

    Cell(Batch.Step<?> step, byte @Nullable [] guess) {
        table = step.table();
        name = step.key();
        taken = guess == null ? ABSENT : guess;
    }

    /** From now on it is taken for this, because Redis said so. */
    void learn(byte @Nullable [] octets) {
        taken = octets == null ? ABSENT : octets;
        certain = true;
    }

    /** Begins anew from what it is taken for. */
    void reset(long time) {
        now = Stored.decode(taken).filter(stored -> !stored.row().expired(time));
        if (now.isEmpty()) {
            taken = ABSENT; // Redis looks at it in the same way.
        }
        written = false;
        pending = done;
    }

    /** What the step finds, or leaves. */
    <T> Optional<Held<T>> apply(Batch.Step<T> step, int index, long time) {
        Optional<Held<T>> before = now.flatMap(stored -> stored.row().held(step.table()));
        Optional<Held<T>> after = before;
        if (step instanceof Batch.Update<T> update) {
            after = update.applyTo(before).filter(held -> Row.nanos(held.expires()) > time);
            if (after.isEmpty()) {
                written |= now.isPresent();
                now = Optional.empty();
            } else if (!after.equals(before)) {
                Row row = Row.of(step.table(), name, after.get());
                now = Optional.of(new Stored(row, now.map(Stored::owner).orElse(update.owner())));
                written = true;
            }
        }
        pending = index + 1;
        return after;
    }

    /** Steps were applied that are not carried out yet. */
    boolean isPending() {
        return pending > done;
    }

    /** Whether Redis has said what it is, so that steps that change nothing are carried out already. */
    boolean isCertain() {
        return certain;
    }

    boolean isWritten() {
        return written && !(now.isEmpty() && taken.length == 0);
    }

    /** Whether what is to be written is not there yet. */
    boolean isNew() {
        return taken.length == 0 && now.isPresent();
    }

    byte[] taken() {
        return taken;
    }

    /** What it is to be. */
    Optional<Stored> wanted() {
        return now;
    }

    /** All pending steps are carried out. */
    void settle(byte[] octets) {
        learn(octets);
        done = pending;
    }
}
