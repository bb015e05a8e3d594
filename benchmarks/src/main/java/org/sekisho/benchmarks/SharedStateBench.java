package org.sekisho.benchmarks;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.sekisho.app.redis.RedisAddress;
import org.sekisho.app.redis.RedisLink;
import org.sekisho.app.redis.RedisSettings;
import org.sekisho.app.redis.RedisStore;
import org.sekisho.app.state.EmbeddedStore;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What Redis adds to a decision that needs the store. */
@Command(
        name = "shared-state",
        description =
                "The same greylist decisions on the stores in memory, on the disk and in Redis, in process: how long each"
                        + " takes. Needs Debian's redis-server.",
        mixinStandardHelpOptions = true)
final class SharedStateBench implements Callable<Integer> {
    /** Microseconds that Redis may add to what the store in memory takes. */
    private static final double MEDIAN_BOUND = 1_000;

    private static final double HIGH_BOUND = 5_000;
    private static final double HIGH = 0.99;
    private static final int LOOPS = 2;
    private static final int WARMUP_AT_ONCE = 32;
    private static final int WARMUP_SECONDS = 3;

    private final InstantSource clock;

    @Option(names = "--rate", description = "decisions a second (${DEFAULT-VALUE})")
    private int rate = 2_000;

    @Option(names = "--seconds", description = "of one run (${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(names = "--rounds", description = "runs of each store; the report shows medians (${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--warmup", description = "decisions before the first round (${DEFAULT-VALUE})")
    private int warmup = 80_000;

    SharedStateBench(InstantSource clock) {
        this.clock = clock;
    }

    /** One store and what was measured of it. */
    private record Measured(String name, List<OpenLoop.Times> runs, long wrong) {
        double at(double part) {
            return Medians.of(runs, times -> times.at(part));
        }
    }

    @Override
    public Integer call() throws Exception {
        List<ScheduledExecutorService> loops = Stream.generate(Executors::newSingleThreadScheduledExecutor)
                .limit(LOOPS)
                .toList();
        try (Workbench bench = Workbench.open(clock)) {
            RedisProcess redis = RedisProcess.start(bench);
            // One after the other, each gone before the next: what one holds in memory, or writes behind, slows the
            // others.
            Measured here = measure("memory", new MemoryStore(clock), loops);
            Measured disk =
                    measure("embedded", EmbeddedStore.open(bench.folder().resolve("state"), clock), loops);
            RedisSettings settings = RedisSettings.DEFAULTS;
            try (RedisLink link = RedisLink.open(RedisAddress.parse(redis.uri()), settings, clock, new Random(1))) {
                Measured shared = measure("redis", new RedisStore(link, settings, clock), loops);
                print(List.of(here, disk, shared), System.out);
                return judge(here, shared, System.out) ? 0 : 1;
            }
        } finally {
            loops.forEach(ScheduledExecutorService::shutdownNow);
        }
    }

    private Measured measure(String name, StateStore store, List<ScheduledExecutorService> loops) throws Exception {
        Retries retries = new Retries();
        try (store) {
            OpenLoop load = new OpenLoop(new GreylistNode(store, clock), retries, loops, clock);
            new ClosedLoop(load.node(), retries, loops, WARMUP_AT_ONCE)
                    .start(warmup)
                    .await();
            load.run(rate, rate * WARMUP_SECONDS);
            List<OpenLoop.Times> runs = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                runs.add(load.run(rate, rate * seconds));
            }
            return new Measured(name, runs, retries.wrong());
        }
    }

    private void print(List<Measured> all, PrintStream out) {
        out.printf(
                "%d rounds of %,d decisions, %,d a second; microseconds from when each was due, medians of the rounds%n%n",
                rounds, rate * seconds, rate);
        out.println("store        median      90 %      99 %    99.9 %   wrong");
        for (Measured each : all) {
            out.printf(
                    "%-10s %8.0f %9.0f %9.0f %9.0f %7d%n",
                    each.name(), each.at(0.5), each.at(0.9), each.at(HIGH), each.at(0.999), each.wrong());
        }
    }

    /** Whether Redis is within its bounds, and decided what it had to. */
    private static boolean judge(Measured memory, Measured redis, PrintStream out) {
        double median = redis.at(0.5) - memory.at(0.5);
        double high = redis.at(HIGH) - memory.at(HIGH);
        out.printf(
                "%nRedis adds %.0f at the median (bound %.0f) and %.0f at the 99th percentile (bound %.0f).%n",
                median, MEDIAN_BOUND, high, HIGH_BOUND);
        return median < MEDIAN_BOUND && high < HIGH_BOUND && redis.wrong() == 0;
    }
}
