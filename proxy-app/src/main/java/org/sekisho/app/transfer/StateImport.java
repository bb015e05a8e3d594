package org.sekisho.app.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.sekisho.state.UnreachableStoreException;

/**
 * Takes exported records into a store that is in use, some at once. A record that is there stays, unless it was written
 * before the one in the file. Blocks; for one import.
 */
public final class StateImport {
    /** So few that a store which is busy with them goes on answering clients. */
    private static final int AT_ONCE = 50;
    /** Far more than any record, in characters. */
    private static final int LONGEST_LINE = 1 << 20;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Between tries while the store cannot be reached: as long as a minute, beside what each try takes. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final int MOST_TRIES = 120;

    private final StateStore store;
    private final InstantSource clock;
    private final Map<String, Table<?>> tables;
    private final boolean overwrite;
    private final Imported.Count count = new Imported.Count();
    private final List<Arriving> waiting = new ArrayList<>(AT_ONCE);

    /** @param overwrite whether records in the file replace all that are there */
    public StateImport(StateStore store, InstantSource clock, List<Table<?>> tables, boolean overwrite) {
        this.store = store;
        this.clock = clock;
        this.tables = tables.stream().collect(Collectors.toMap(Table::name, Function.identity()));
        this.overwrite = overwrite;
    }

    /**
     * Reads to the end.
     *
     * @throws IllegalArgumentException if it is no exported state, or one of a newer version
     */
    public Imported read(BufferedReader file) throws IOException {
        boolean complete = false;
        long number = 0;
        for (String text = line(file); text != null; text = line(file)) {
            number++;
            if (number == 1) {
                head(text);
            } else if (complete) {
                count.wrong(number, "it stands behind the end");
            } else {
                complete = take(text, number);
            }
        }
        if (number == 0) {
            throw new IllegalArgumentException("it is empty");
        }
        settle();
        return count.done(complete);
    }

    private static void head(String text) {
        if (!(Line.parse(text) instanceof Line.Head head)) {
            throw new IllegalArgumentException("its first line is not that of an exported state");
        }
        if (head.sekishoState() != Line.VERSION) {
            throw new IllegalArgumentException("it has version " + head.sekishoState()
                    + " of the format, and this program reads version " + Line.VERSION);
        }
    }

    /** Whether this was the end. */
    private boolean take(String text, long number) {
        try {
            Line line = Line.parse(text);
            if (line instanceof Line.Entry entry) {
                take(entry, number);
            } else if (line instanceof Line.End end) {
                settle();
                if (end.end() != count.entries()) {
                    count.wrong(number, "it tells of " + end.end() + " records, and " + count.entries() + " came");
                }
                return true;
            } else {
                throw new IllegalArgumentException("it begins another state");
            }
        } catch (IllegalArgumentException e) {
            count.wrong(number, String.valueOf(e.getMessage()));
        }
        return false;
    }

    private void take(Line.Entry entry, long number) {
        Table<?> table = tables.get(entry.table());
        if (table == null) {
            count.skipped("no table " + entry.table() + " is in use here");
            return;
        }
        Arriving arriving = new Arriving(number, table, entry, overwrite);
        if (arriving.expired(clock.instant())) {
            count.skipped("expired");
            return;
        }
        if (arriving.newer()) {
            count.skipped("written by a newer version of this program");
            return;
        }
        waiting.add(arriving);
        if (waiting.size() == AT_ONCE) {
            settle();
        }
    }

    /** Writes what waits: together, or one by one where that fails, so that one that cannot be kept spoils no other. */
    private void settle() {
        if (waiting.size() != 1 && write(waiting).isEmpty()) {
            waiting.clear();
            return;
        }
        for (Arriving each : waiting) {
            write(List.of(each)).ifPresent(failure -> count.wrong(each.line(), failure));
        }
        waiting.clear();
    }

    /**
     * The answer is why it failed.
     *
     * @throws StateException if the store could not be reached for long: the rest of the file would not be taken either
     */
    private Optional<String> write(List<Arriving> some) {
        for (int tries = 1; ; tries++) {
            Batch batch = Batch.said();
            some.forEach(each -> each.into(batch));
            try {
                Answers answers = store.run(batch, LIMIT).toCompletableFuture().join();
                some.forEach(each -> each.count(answers, count));
                return Optional.empty();
            } catch (CompletionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (!UnreachableStoreException.isCauseOf(cause)) {
                    return Optional.of(String.valueOf(cause.getMessage()));
                }
                if (tries == MOST_TRIES) {
                    throw new UnreachableStoreException(
                            cause.getMessage() + ". What came before is taken; import the file again later", cause);
                }
            }
            pause();
        }
    }

    private static void pause() {
        Executor later = CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture.runAsync(() -> {}, later).join();
    }

    /** Null at the end. */
    private static @Nullable String line(BufferedReader file) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = file.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            if (line.length() == LONGEST_LINE) {
                throw new IllegalArgumentException("it has a line of more than " + LONGEST_LINE + " characters");
            }
            line.append((char) next);
            next = file.read();
        }
        return line.toString();
    }
}
