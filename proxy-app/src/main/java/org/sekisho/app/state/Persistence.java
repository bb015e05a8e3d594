package org.sekisho.app.state;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.state.StoreFile.Opened;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.Row;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands below the caches: the file while it works. When it fails, learnt tables go on in memory with what their
 * caches hold, operators' updates are refused, and the file is tried again every few seconds. Store thread only, except
 * where it says so.
 */
final class Persistence {
    private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);

    /** Learnt records are committed at least so often, so that a crash loses less than a second. */
    static final Duration COMMIT_PERIOD = Duration.ofMillis(500);

    /** In periods: how often a file that failed is tried again, and how often expired records are looked for. */
    private static final int REOPEN_PERIODS = 10;

    private static final int SWEEP_PERIODS = 10;

    /** Changes in memory, in octets, beyond which a commit does not wait for its time. */
    private static final int MOST_UNSAVED = 8 << 20;

    private static final String MEANWHILE =
            "What is learnt is kept in memory, and operators' changes are refused, until it works";

    /** An update that waits for its commit. */
    private record Waiting(BatchRun run, Optional<? extends Held<?>> found) {}

    private final StoreFile file;
    private final InstantSource clock;
    private final StoreThread thread;
    private final int cached;
    private final OperatorTables operators;
    private final Map<String, LearnedTable> learned = new ConcurrentHashMap<>();

    private MVStore store = inMemory();
    private List<Waiting> waiting = new ArrayList<>();
    private boolean loaded;
    private int period;
    private volatile @Nullable String trouble = "The state has not been opened yet";

    Persistence(StoreFile file, InstantSource clock, StoreThread thread, int cached) {
        this.file = file;
        this.clock = clock;
        this.thread = thread;
        this.cached = cached;
        operators = new OperatorTables(clock);
    }

    /** Before anything else: opens the file; throws {@link StateException} if another process has it. */
    void start() {
        Opened opened = reopen();
        if (opened instanceof Opened.InUse) {
            throw new StateException("The state in " + file.path() + " is in use by another process: stop that one, or"
                    + " give this one a directory of its own (state.directory)");
        }
    }

    /** On any thread. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** On any thread: what operators said, in memory. */
    OperatorTables operators() {
        return operators;
    }

    /** On any thread; null for a table that was not used yet. */
    @Nullable
    LearnedTable known(String table) {
        return learned.get(table);
    }

    private LearnedTable table(String name) {
        return learned.computeIfAbsent(
                name,
                fresh -> new LearnedTable(fresh, cached, new LearnedTree(store, fresh, clock), trouble != null, clock));
    }

    /** Carries a batch on that could not be answered at once. */
    void request(BatchRun run) {
        carryOn(run);
        if (store.getUnsavedMemory() > MOST_UNSAVED) {
            commit();
        }
    }

    private void carryOn(BatchRun run) {
        try {
            while (run.hasNext() && !run.isOver()) {
                if (run.next() instanceof Batch.Update<?> update
                        && update.table().keeping() == Table.Keeping.OPERATOR) {
                    updateOperators(run, update);
                    return;
                }
                run.found(runLearned(run.next()));
            }
            run.finish();
        } catch (StateException e) {
            run.fail(e);
        }
    }

    private Optional<? extends Held<?>> runLearned(Batch.Step<?> step) {
        if (step.table().keeping() == Table.Keeping.OPERATOR) {
            return operators.memory().runNow(step);
        }
        return surviving(() -> table(step.table().name()).run(step, now()));
    }

    private void updateOperators(BatchRun run, Batch.Update<?> update) {
        String why = trouble;
        if (why != null) {
            throw new StateException(why);
        }
        Optional<? extends Held<?>> found;
        try {
            found = operators.update(store, update);
        } catch (StateException e) {
            throw e;
        } catch (RuntimeException e) {
            failed(e);
            throw new StateException("The state could not be written: " + StoreFile.reason(e), e);
        }
        if (waiting.isEmpty()) {
            thread.later(this::commit); // Behind what is waiting now, so that many share one commit.
        }
        waiting.add(new Waiting(run, found));
    }

    <T> StateStore.Page<T> page(Table<T> table, String after, int most) {
        return surviving(() -> table(table.name()).page(table, after, most, now()));
    }

    StateStore.Written written(String table) {
        return surviving(() -> table(table).written());
    }

    /** Does it; when the file turns out to fail, does it again without the file. */
    private <R> R surviving(Supplier<R> work) {
        try {
            return work.get();
        } catch (StateException e) {
            throw e;
        } catch (RuntimeException e) {
            if (trouble != null) {
                throw new StateException("The state could not be used: " + e, e);
            }
            failed(e);
            return work.get();
        }
    }

    /** Every {@link #COMMIT_PERIOD}. */
    void tick() {
        period++;
        if (trouble != null && period % REOPEN_PERIODS == 0) {
            reopen();
        }
        if (period % SWEEP_PERIODS == 0) {
            surviving(() -> {
                learned.values().forEach(table -> table.sweep(now()));
                operators.sweep(now());
                return true;
            });
        }
        commit();
    }

    private void commit() {
        if (trouble == null) {
            try {
                learned.values().forEach(LearnedTable::flush);
                if (store.hasUnsavedChanges()) {
                    store.commit();
                    store.sync();
                    FileSize.keepBounded(store);
                }
            } catch (RuntimeException e) {
                failed(e);
            }
        }
        operators.committed();
        List<Waiting> done = waiting;
        waiting = new ArrayList<>();
        for (Waiting each : done) {
            each.run.found(each.found);
            carryOn(each.run);
        }
    }

    private void failed(RuntimeException e) {
        store.closeImmediately();
        String why = "The state in " + file.path() + " cannot be used: " + StoreFile.reason(e) + ". " + MEANWHILE;
        trouble = why;
        operators.takeBack();
        waiting.forEach(each -> each.run.fail(new StateException(why, e)));
        waiting = new ArrayList<>();
        store = inMemory();
        learned.values().forEach(table -> table.goOnInMemory(store));
        if (!StoreFile.isDamage(e)) {
            LOG.error(why);
            return;
        }
        try {
            file.setAside(e);
            reopen();
        } catch (IOException io) {
            LOG.error("{}; it is damaged, and cannot be set aside: {}", why, io.toString());
        }
    }

    /** Tries to stand on the file, and takes along what is in memory. */
    private Opened reopen() {
        Map<String, LearnedTree> trees = new HashMap<>();
        Opened opened = file.open(candidate -> {
            trees.clear();
            readIn(candidate, trees);
        });
        if (opened instanceof Opened.Open open) {
            store.closeImmediately();
            store = open.store();
            trees.forEach((name, tree) -> {
                LearnedTable table = learned.get(name);
                if (table != null) {
                    table.standOn(tree);
                } else {
                    learned.put(name, new LearnedTable(name, cached, tree, false, clock));
                }
            });
            if (trouble != null && loaded) {
                LOG.info("The state in {} works", file.path());
            }
            loaded = true;
            trouble = null;
        } else if (opened instanceof Opened.Failed failed) {
            cannotOpen(failed.why());
        }
        return opened;
    }

    private void readIn(MVStore candidate, Map<String, LearnedTree> trees) {
        for (String map : candidate.getMapNames()) {
            if (map.startsWith(LearnedTree.RECORDS)) {
                String name = map.substring(LearnedTree.RECORDS.length());
                trees.put(name, new LearnedTree(candidate, name, clock));
            }
        }
        learned.forEach((name, table) -> trees.put(name, table.copyTo(candidate)));
        if (loaded) {
            operators.writeAll(candidate);
        } else {
            operators.load(candidate);
        }
        candidate.commit();
        candidate.sync();
    }

    private void cannotOpen(String reason) {
        String why = "The state in " + file.path() + " cannot be opened: " + reason + ". " + MEANWHILE;
        if (!why.equals(trouble)) {
            LOG.error(why);
        }
        trouble = why;
    }

    void close() {
        commit();
        if (trouble == null) {
            store.close();
        }
    }

    private long now() {
        return Row.nanos(clock.instant());
    }

    private static MVStore inMemory() {
        return new MVStore.Builder().open();
    }
}
