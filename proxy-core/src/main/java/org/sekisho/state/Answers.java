package org.sekisho.state;

import java.util.List;
import java.util.Optional;

/** What a batch found: for a read the record, for an update what is held after it. */
public final class Answers {
    private final List<Optional<? extends Held<?>>> found;

    public Answers(List<? extends Optional<? extends Held<?>>> found) {
        this.found = List.copyOf(found);
    }

    /** The answer to one step of the batch. The ticket comes from that batch, so the type is its table's. */
    @SuppressWarnings("unchecked")
    public <T> Optional<Held<T>> get(Batch.Ticket<T> ticket) {
        return (Optional<Held<T>>) (Optional<?>) found.get(ticket.index());
    }
}
