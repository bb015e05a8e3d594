package org.sekisho.app.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.sekisho.state.StateStore.Entry;
import org.sekisho.state.StateStore.Page;
import org.sekisho.state.Table;

/** Reads a store while it is in use: page by page, so that neither memory nor the store notices how much it is. Blocks. */
public final class StateExport {
    private static final int PAGE = 500;
    private static final long LIMIT_SECONDS = 10;

    private final StateStore store;
    private final InstantSource clock;

    public StateExport(StateStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Writes all records of these tables, and says how many those were.
     *
     * @throws IOException if nobody reads any more
     */
    public long write(List<Table<?>> tables, OutputStream out) throws IOException {
        line(out, new Line.Head(Line.VERSION, clock.instant()));
        long records = 0;
        for (Table<?> table : tables) {
            records += write(table.encoded(), out);
        }
        line(out, new Line.End(records));
        return records;
    }

    /** Whether this line ends an export: one without is cut off. */
    public static boolean isEnd(String line) {
        return line.startsWith(Line.END);
    }

    private long write(Table<ByteBuffer> table, OutputStream out) throws IOException {
        long records = 0;
        String last = "";
        boolean more = true;
        while (more) {
            Page<ByteBuffer> page = page(table, last, PAGE);
            for (Entry<ByteBuffer> entry : page.entries()) {
                line(out, Line.Entry.of(table.name(), entry.key(), entry.held()));
                last = entry.key();
                records++;
            }
            more = page.more() && !page.entries().isEmpty();
        }
        return records;
    }

    private static void line(OutputStream out, Line line) throws IOException {
        out.write((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** What the tables hold. */
    public List<TableLine> count(List<Table<?>> tables) {
        tables.forEach(store::count); // A shared store is asked, and has answered when its first page has come.
        return tables.stream().map(table -> count(table.encoded())).toList();
    }

    private TableLine count(Table<ByteBuffer> table) {
        List<Entry<ByteBuffer>> first = page(table, "", 2 * PAGE).entries();
        long octets = first.stream()
                .mapToLong(entry -> entry.key().getBytes(StandardCharsets.UTF_8).length
                        + entry.held().value().remaining())
                .sum();
        long records = Math.max(store.count(table), first.size());
        long all = first.isEmpty() ? 0 : octets * records / first.size();
        return TableLine.of(table, records, all, read(table, store.written(table)));
    }

    private Page<ByteBuffer> page(Table<ByteBuffer> table, String after, int most) {
        return read(table, store.walk(table, after, most));
    }

    private static <R> R read(Table<?> table, CompletionStage<R> asked) {
        try {
            return asked.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StateException("The table " + table.name() + " was not read within " + LIMIT_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StateException known ? known : new StateException(e.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateException("The state is not read any more: the program ends", e);
        }
    }
}
