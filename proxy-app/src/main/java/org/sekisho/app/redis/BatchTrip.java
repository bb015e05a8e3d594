package org.sekisho.app.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.ContestedRecordException;
import org.sekisho.state.Held;
import org.sekisho.state.StateException;

/**
 * One batch on its way. Each round applies the steps to what the records are taken for, and sends everything at once: for a
 * record that is changed the comparison, for another a question. Where a record was something else, there is another round
 * with what Redis said it is. Used by one thread at a time.
 */
final class BatchTrip {
    /** How often an update is tried again because another node was faster. */
    private static final int MOST_AGAIN = 8;

    private final Records records;
    private final List<Batch.Step<?>> steps;
    private final boolean said;
    private final Duration patience;
    private final List<Optional<? extends Held<?>>> found;
    private final Map<String, Cell> cells = new LinkedHashMap<>();
    private final CompletableFuture<Answers> answers = new CompletableFuture<>();

    /** @param patience how long each request may take before its server counts as silent */
    BatchTrip(Records records, Batch batch, Duration patience) {
        this.records = records;
        this.patience = patience;
        steps = batch.steps();
        said = batch.isSaid();
        found = new ArrayList<>(steps.size());
        for (Batch.Step<?> step : steps) {
            found.add(Optional.empty());
            boolean update = step instanceof Batch.Update<?>;
            cells.computeIfAbsent(
                    records.id(step),
                    id -> new Cell(step, update ? records.guesses().of(id) : null));
        }
    }

    CompletableFuture<Answers> answers() {
        return answers;
    }

    /** A round, and others until all is done. Nothing more is sent once the batch has been given up. */
    void go() {
        if (answers.isDone()) {
            return;
        }
        try {
            long now = records.now();
            @Nullable Stop stop = apply(now);
            List<Cell> open = cells.values().stream().filter(Cell::isPending).toList();
            if (!open.isEmpty()) {
                send(open.stream().map(cell -> settle(cell, now)).toList());
            } else if (stop == null) {
                answers.complete(new Answers(found));
            } else if (stop.cell().isCertain()) {
                answers.completeExceptionally(stop.why());
            } else {
                send(List.of(records.look(stop.cell(), patience)));
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** A step that cannot be carried out on what its record is taken for. */
    private record Stop(Cell cell, StateException why) {}

    private @Nullable Stop apply(long now) {
        cells.values().forEach(cell -> cell.reset(now));
        for (int i = 0; i < steps.size(); i++) {
            Batch.Step<?> step = steps.get(i);
            Cell cell = cell(step);
            if (i >= cell.done) {
                try {
                    found.set(i, cell.apply(step, i, now));
                } catch (StateException e) {
                    return new Stop(cell, e);
                }
            }
        }
        return null;
    }

    private CompletableFuture<?> settle(Cell cell, long now) {
        if (!cell.isWritten() && cell.isCertain()) {
            cell.settle(cell.taken());
            return CompletableFuture.completedFuture(null);
        }
        boolean none = !said && cell.isNew() && records.admission().isOver(cell.table);
        if (none && cell.isCertain()) {
            refuse(cell);
            return CompletableFuture.completedFuture(null);
        }
        if (none || !cell.isWritten()) {
            return records.look(cell, patience);
        }
        boolean counts = !said && cell.isNew();
        return records.compare(cell, now, patience).thenAccept(outcome -> take(cell, outcome, counts));
    }

    /** @param counts whether a new record is one of this node's quota; what operators bring along is not */
    private void take(Cell cell, Records.Outcome outcome, boolean counts) {
        switch (outcome) {
            case DONE -> {
                if (counts) {
                    records.admission().made(cell.table);
                }
            }
            case CHANGED -> {
                if (++cell.met > MOST_AGAIN) {
                    throw new ContestedRecordException(cell.table.name(), cell.met);
                }
            }
            case REFUSED -> refuse(cell);
            case FULL ->
                throw new StateException("The table " + cell.table.name() + " is full with "
                        + records.count(cell.table.name())
                        + " records: remove some that are not needed any more");
        }
    }

    /** There is no room for it: its steps find nothing. */
    private void refuse(Cell cell) {
        for (int i = cell.done; i < steps.size(); i++) {
            if (cell(steps.get(i)) == cell) {
                found.set(i, Optional.empty());
            }
        }
        cell.settle(Cell.ABSENT);
        cell.done = steps.size();
    }

    private Cell cell(Batch.Step<?> step) {
        Cell cell = cells.get(records.id(step));
        if (cell == null) {
            throw new IllegalStateException("A step was added to the batch");
        }
        return cell;
    }

    private void send(List<? extends CompletableFuture<?>> trips) {
        CompletionStage<Void> all = CompletableFuture.allOf(trips.toArray(CompletableFuture<?>[]::new));
        all.whenComplete((unused, failure) -> {
            if (failure == null) {
                go();
            } else {
                fail(failure);
            }
        });
    }

    private void fail(Throwable failure) {
        Throwable cause = Reasons.unwrapped(failure);
        answers.completeExceptionally(
                cause instanceof StateException known
                        ? known
                        : new StateException("The state store failed: " + cause, cause));
    }
}
