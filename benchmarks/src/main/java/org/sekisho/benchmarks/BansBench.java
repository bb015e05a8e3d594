package org.sekisho.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.state.EmbeddedStore;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanList;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast a client is found among many bans, how soon they are back after a start, and what they take. Needs no peers. */
@Command(
        name = "bans",
        description = "Time to look a client up, time to restore bans in a new process, and memory per ban.",
        mixinStandardHelpOptions = true)
final class BansBench implements Callable<Integer> {
    private static final Duration LONGEST_RESTORE = Duration.ofSeconds(1);
    private static final double LONGEST_LOOKUP_NANOS = 1_000;
    private static final int AT_ONCE = 1_000;
    private static final int ROUNDS = 5;

    private final InstantSource clock;

    @Option(names = "--bans", description = "how many; half of them IPv4, half IPv6 /64 (${DEFAULT-VALUE})")
    private int count = 100_000;

    @Option(
            names = "--evidence",
            description = "lines of each; a jail's ban has one for each failure (${DEFAULT-VALUE})")
    private int evidence = 3;

    @Option(names = "--restore", hidden = true, description = "only restore what is in this folder")
    private @Nullable Path folder;

    BansBench(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        if (folder != null) {
            restore(folder, System.out);
            return 0;
        }
        PrintStream out = System.out;
        out.printf("%,d bans, %d lines of evidence each%n%n", count, evidence);
        try (ScratchFolder scratch = ScratchFolder.of("sekisho-bans")) {
            Path store = scratch.path();
            fill(store, out);
            Duration slowest = Duration.ZERO;
            for (int i = 0; i < ROUNDS; i++) {
                Duration restored = restoredByAnother(store, out);
                slowest = restored.compareTo(slowest) > 0 ? restored : slowest;
            }
            double nanos = BanLookup.measure(count);
            out.printf("%-36s %12.0f ns (JMH), 50 %% banned%n", "look-up", nanos);
            return slowest.compareTo(LONGEST_RESTORE) < 0 && nanos < LONGEST_LOOKUP_NANOS ? 0 : 1;
        }
    }

    private void fill(Path store, PrintStream out) throws IOException {
        try (EmbeddedStore state = EmbeddedStore.open(store, clock)) {
            BanList bans = new BanList(state, clock);
            Semaphore free = new Semaphore(AT_ONCE);
            Instant start = clock.instant();
            for (int i = 0; i < count; i++) {
                free.acquireUninterruptibly();
                var unused = bans.impose(ban(i)).whenComplete((kept, failure) -> free.release());
            }
            free.acquireUninterruptibly(AT_ONCE);
            out.printf("%-36s %,12.0f /s%n", "banned, and on the disk", count / seconds(since(start)));
        }
    }

    /** How long a process takes that has just begun, whose code is not compiled yet. */
    static Duration restoredByAnother(Path store, PrintStream out) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        // As bin/sekisho has it, with room for more bans than its memory holds.
                        "-XX:+UseSerialGC",
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bench.class.getName(),
                        "bans",
                        "--restore",
                        store.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0 || told.isEmpty()) {
            throw new IOException("The process that restores failed: " + told);
        }
        told.subList(0, told.size() - 1).forEach(out::println);
        return Duration.ofMillis(Long.parseLong(told.get(told.size() - 1)));
    }

    private void restore(Path store, PrintStream out) throws IOException {
        LoggerFactory.getILoggerFactory(); // The program has its log before it opens the store.
        long before = used();
        Instant start = clock.instant();
        try (EmbeddedStore state = EmbeddedStore.open(store, clock)) {
            Duration opened = since(start);
            BanList bans = new BanList(state, clock);
            bans.reload().toCompletableFuture().join();
            Duration all = since(start);
            int restored = bans.list().size();
            out.printf(
                    "restored %,d in %d ms, %d of them to open the store; %,d octets of memory each%n",
                    restored, all.toMillis(), opened.toMillis(), (used() - before) / Math.max(1, restored));
            out.println(all.toMillis());
        }
    }

    private Ban ban(int i) {
        Instant now = clock.instant();
        List<String> lines = IntStream.range(0, evidence)
                .mapToObj(line -> now + " unknown user: user" + i + "@sender.example -> guess" + line + "@example.jp")
                .toList();
        return SampleBan.of(i, now, Duration.ofDays(1), lines);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private Duration since(Instant start) {
        return Duration.between(start, clock.instant());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
