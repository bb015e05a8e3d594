package org.sekisho.benchmarks;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanList;
import org.sekisho.state.MemoryStore;

/** What every command of every session pays for bans: one look for its client. Measured by JMH in a process of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BanLookup {
    private static final int CLIENTS = 65_536;
    private static final int ROUNDS = 3;

    /** How many bans there are. */
    @Param("100000")
    public int bans;

    private BanList list = new BanList(new MemoryStore(InstantSource.system()), InstantSource.system());
    private InetAddress[] clients = new InetAddress[0];
    private Instant now = Instant.EPOCH;
    private int next;

    /** Every second client is banned. */
    @Setup
    public void ban() {
        InstantSource clock = InstantSource.system();
        now = clock.instant();
        list = new BanList(new MemoryStore(clock), clock);
        for (int i = 0; i < bans; i++) {
            Ban ban = SampleBan.of(i, now, Duration.ofDays(1), List.of());
            list.impose(ban).toCompletableFuture().join();
        }
        clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> SampleBan.subject(i * 7_919 % (2 * bans)).first())
                .toArray(InetAddress[]::new);
    }

    /** One look. */
    @Benchmark
    public Optional<Ban> covering() {
        next = (next + 1) % CLIENTS;
        return list.covering(clients[next], now);
    }

    /** The mean in nanoseconds. */
    static double measure(int bans) throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include(BanLookup.class.getName() + ".covering")
                        .param("bans", Integer.toString(bans))
                        .forks(1)
                        .warmupIterations(ROUNDS)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(ROUNDS)
                        .measurementTime(TimeValue.seconds(1))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        return result.getPrimaryResult().getScore();
    }
}
