package org.sekisho.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and updates that go to the store together. They are carried out in order, each on its own: a batch is one trip,
 * not one transaction.
 */
public final class Batch {
    /** The answer's place in {@link Answers}. */
    public record Ticket<T>(Table<T> table, int index) {}

    /** One read or update; a read changes nothing. */
    public sealed interface Step<T> {
        Table<T> table();

        String key();
    }

    /** Looks a record up. */
    public record Read<T>(Table<T> table, String key) implements Step<T> {}

    /**
     * Changes a record.
     *
     * @param owner whose quota a new record counts against: a client network in text; empty for nobody's
     */
    public record Update<T>(Table<T> table, String key, String owner, Change<T> change) implements Step<T> {
        /** The change's answer, for stores; throws {@link StateException} where the change fails. */
        public Optional<Held<T>> applyTo(Optional<Held<T>> now) {
            try {
                return change.apply(now);
            } catch (RuntimeException e) {
                throw new StateException("An update of the table " + table.name() + " failed: " + e, e);
            }
        }
    }

    private final List<Step<?>> steps = new ArrayList<>(2);
    private final boolean said;

    public Batch() {
        this(false);
    }

    private Batch(boolean said) {
        this.said = said;
    }

    /** One that an operator has asked for: what bounds how fast traffic makes records does not bound it. */
    public static Batch said() {
        return new Batch(true);
    }

    public boolean isSaid() {
        return said;
    }

    public <T> Ticket<T> read(Table<T> table, String key) {
        return add(new Read<>(table, key));
    }

    public <T> Ticket<T> update(Table<T> table, String key, String owner, Change<T> change) {
        return add(new Update<>(table, key, owner, change));
    }

    private <T> Ticket<T> add(Step<T> step) {
        steps.add(step);
        return new Ticket<>(step.table(), steps.size() - 1);
    }

    public List<Step<?>> steps() {
        return List.copyOf(steps);
    }
}
