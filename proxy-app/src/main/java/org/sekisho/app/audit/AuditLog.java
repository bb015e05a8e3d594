package org.sekisho.app.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.BanObserver;
import org.sekisho.state.StateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what was done. One thread writes, all that waits at once, and has the disk keep it; nobody else waits for the
 * disk. While the disk takes nothing, operators' acts are reported as failed, and enforcement goes on: its entries wait, up to
 * {@value #MOST_WAITING}, and are tried again every {@value #RETRY_SECONDS} s. Thread-safe.
 */
public final class AuditLog implements BanObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    static final long FILE_OCTETS = 16 << 20;
    static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 256;
    private static final int RETRY_SECONDS = 5;
    private static final int CLOSE_SECONDS = 10;

    /** An entry on its way to the disk; {@code done} is there if somebody waits for it. */
    private record Waiting(
            Instant time, AuditEntry entry, String rules, int load, Optional<CompletableFuture<Void>> done) {
        AuditLine after(Link last) {
            return AuditLine.after(last, entry, time, rules, load);
        }
    }

    private final AuditChain chain;
    private final InstantSource clock;
    private final Supplier<String> rules;
    private final IntSupplier load;
    private final Names names;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "audit");
        made.setDaemon(true);
        return made;
    });
    private long lost;
    private boolean failing;
    private boolean retrying;

    /**
     * @param rules the version of the configuration that holds
     * @param load how many sessions are open
     * @param names how those who send and receive mail are called
     */
    public AuditLog(Path directory, InstantSource clock, Supplier<String> rules, IntSupplier load, Names names) {
        this(directory, FILE_OCTETS, clock, rules, load, names);
    }

    AuditLog(
            Path directory,
            long fileOctets,
            InstantSource clock,
            Supplier<String> rules,
            IntSupplier load,
            Names names) {
        this.chain = new AuditChain(directory, fileOctets);
        this.clock = clock;
        this.rules = rules;
        this.load = load;
        this.names = names;
        Future<?> unused = thread.submit(this::write);
    }

    /** Done when the disk has it; fails with a {@link StateException} if it does not take it. */
    public CompletionStage<Void> append(AuditEntry entry) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        enqueue(entry, Optional.of(done));
        return done;
    }

    /** For what the program does by itself: done when the disk takes it, and nobody waits for that. */
    public void add(AuditEntry entry) {
        enqueue(entry, Optional.empty());
    }

    @Override
    public void told(BanEvent event) {
        if (event instanceof BanEvent.Banned banned && !banned.restored()) {
            enqueue(AuditEntry.banned(banned.ban()), Optional.empty());
        } else if (event instanceof BanEvent.Unbanned unbanned) {
            enqueue(AuditEntry.unbanned(unbanned.ban(), unbanned.why()), Optional.empty());
        } else if (event instanceof BanEvent.Spared spared) {
            enqueue(AuditEntry.spared(spared.ban(), spared.because()), Optional.empty());
        }
    }

    private void enqueue(AuditEntry entry, Optional<CompletableFuture<Void>> done) {
        Waiting added = new Waiting(clock.instant(), entry.named(names), rules.get(), load.getAsInt(), done);
        synchronized (waiting) {
            if (waiting.size() < MOST_WAITING) {
                waiting.add(added);
                if (waiting.size() == 1) {
                    Future<?> unused = thread.submit(this::write);
                }
                return;
            }
            lost++;
        }
        done.ifPresent(AuditLog::refuse);
    }

    /** On the audit's thread: all that waits, some at a time. */
    private void write() {
        try {
            chain.wounds().forEach(this::tell);
            for (List<Waiting> some = next(); !some.isEmpty(); some = next()) {
                chain.add(some.stream()
                        .map(each -> (AuditChain.Draft) each::after)
                        .toList());
                written(some.size());
                some.forEach(each -> each.done().ifPresent(done -> done.complete(null)));
            }
            recovered();
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private List<Waiting> next() {
        synchronized (waiting) {
            return waiting.stream().limit(MOST_AT_ONCE).toList();
        }
    }

    private void written(int count) {
        synchronized (waiting) {
            for (int i = 0; i < count; i++) {
                waiting.remove();
            }
        }
    }

    /** Somebody died while writing, or took something away. */
    private void tell(String wound) {
        LOG.error("The audit log: {}", wound);
        String what = wound.startsWith(AuditCheck.TORN) ? "torn" : "missing";
        Waiting mark = new Waiting(
                clock.instant(),
                new AuditEntry(AuditEntry.PROGRAM, what, AuditFiles.NAME, wound),
                rules.get(),
                load.getAsInt(),
                Optional.empty());
        synchronized (waiting) {
            // Before everything that is new: a mark of torn octets stands right behind them.
            waiting.addFirst(mark);
        }
    }

    private void recovered() {
        long missing;
        synchronized (waiting) {
            missing = lost;
            lost = 0;
        }
        if (failing) {
            LOG.warn("The audit log is written again; {} entries found no place while it was not", missing);
            failing = false;
        }
        if (missing > 0) {
            enqueue(
                    new AuditEntry(
                            AuditEntry.PROGRAM, "lost", AuditFiles.NAME, missing + " entries found no place in memory"),
                    Optional.empty());
        }
    }

    private void failed(Exception e) {
        if (!failing) {
            LOG.error(
                    "The audit log cannot be written: {}. Operators' acts are reported as failed until it can; tried again every {} s",
                    e.toString(),
                    RETRY_SECONDS);
            failing = true;
        }
        List<Waiting> refused;
        synchronized (waiting) {
            refused = waiting.stream().filter(each -> each.done().isPresent()).toList();
            waiting.removeAll(refused);
        }
        refused.forEach(each -> each.done().ifPresent(AuditLog::refuse));
        if (!retrying && !thread.isShutdown()) {
            retrying = true;
            Future<?> unused = thread.schedule(this::retry, RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void retry() {
        retrying = false;
        write();
    }

    private static void refuse(CompletableFuture<Void> done) {
        done.completeExceptionally(new StateException(
                "it may have been done, but the audit log cannot be written; the proxy's log says why"));
    }

    /** Writes what waits. */
    @Override
    public void close() throws IOException {
        Future<?> unused = thread.submit(this::write);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The audit log was not written to its end within {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        chain.close();
    }
}
