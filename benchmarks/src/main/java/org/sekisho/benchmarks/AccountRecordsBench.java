package org.sekisho.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.sekisho.app.state.EmbeddedStore;
import org.sekisho.state.MemoryStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the records of many accounts take, on the disk and in memory, and how many logins a second they are good for. */
@Command(
        name = "account-records",
        description = "Octets of an account on the disk and in memory, and logins a second.",
        mixinStandardHelpOptions = true)
final class AccountRecordsBench implements Callable<Integer> {
    private static final int AT_ONCE = 1000;
    private static final int IN_MEMORY = 20_000;
    private static final double MIB = 1 << 20;

    private final InstantSource clock;

    @Option(names = "--accounts", description = "in the store, a million at most (${DEFAULT-VALUE})")
    private int accounts = 1_000_000;

    @Option(names = "--logins", description = "of accounts by chance (${DEFAULT-VALUE})")
    private int logins = 200_000;

    AccountRecordsBench(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        out.printf("%,d accounts, %d requests at once%n%n", accounts, AT_ONCE);
        measure("ordinary", SampleAccount.ordinary(), out);
        measure("full", SampleAccount.full(), out);
        return 0;
    }

    private void measure(String what, SampleAccount account, PrintStream out) throws IOException {
        line(what + ": a record", account.octets(), "octets", out);
        try (MemoryStore memory = new MemoryStore(clock)) {
            rate(IN_MEMORY, i -> account.copy(memory, i));
            line(what + ": in the store in memory", (double) memory.octets() / IN_MEMORY, "octets", out);
        }
        try (ScratchFolder scratch = ScratchFolder.of("sekisho-accounts")) {
            Path folder = scratch.path();
            try (EmbeddedStore store = EmbeddedStore.open(folder, clock)) {
                line(what + ": written, embedded", rate(accounts, i -> account.copy(store, i)), "/s", out);
            }
            line(what + ": in the file", (double) size(folder) / accounts, "octets", out);
            long before = used();
            Random random = new Random(1);
            try (EmbeddedStore store = EmbeddedStore.open(folder, clock)) {
                double rate = rate(logins, i -> account.login(store, random.nextInt(accounts)));
                line(what + ": logins of any of them", rate, "/s", out);
                line(what + ": heap of the embedded store", (used() - before) / MIB, "MiB", out);
            }
            line(what + ": in the file, after that", (double) size(folder) / accounts, "octets", out);
        }
    }

    private static void line(String what, double figure, String unit, PrintStream out) {
        out.printf("%-40s %,12.0f %s%n", what, figure, unit);
    }

    /** How many a second. */
    private double rate(int count, IntFunction<? extends CompletionStage<?>> request) {
        Semaphore free = new Semaphore(AT_ONCE);
        Instant start = clock.instant();
        for (int i = 0; i < count; i++) {
            free.acquireUninterruptibly();
            var unused = request.apply(i).whenComplete((answer, failure) -> free.release());
        }
        free.acquireUninterruptibly(AT_ONCE);
        return count * 1e9 / Duration.between(start, clock.instant()).toNanos();
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
