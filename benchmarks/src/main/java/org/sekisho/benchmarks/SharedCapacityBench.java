package org.sekisho.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sekisho.app.redis.RedisAddress;
import org.sekisho.app.redis.RedisLink;
import org.sekisho.app.redis.RedisSettings;
import org.sekisho.app.redis.RedisStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many decisions one Redis carries, and what more nodes cost it. */
@Command(
        name = "shared-capacity",
        description =
                "Greylist decisions of several nodes on one Redis, in process, as fast as they can be made: decisions a"
                        + " second, and what each costs Redis. Needs Debian's redis-server.",
        mixinStandardHelpOptions = true)
final class SharedCapacityBench implements Callable<Integer> {
    private final InstantSource clock;

    @Option(names = "--nodes", split = ",", description = "how many, one run each (1,2,3,4)")
    private List<Integer> nodes = List.of(1, 2, 3, 4);

    @Option(names = "--decisions", description = "of all nodes in one run (${DEFAULT-VALUE})")
    private int decisions = 100_000;

    @Option(names = "--warmup", description = "decisions before each run (${DEFAULT-VALUE})")
    private int warmup = 50_000;

    @Option(names = "--at-once", description = "decisions that all nodes have under way (${DEFAULT-VALUE})")
    private int atOnce = 128;

    SharedCapacityBench(InstantSource clock) {
        this.clock = clock;
    }

    /** A node with a connection of its own. */
    private record Node(RedisLink link, ExecutorService loop, GreylistNode greylist) implements AutoCloseable {
        @Override
        public void close() {
            loop.shutdownNow();
            link.close();
        }
    }

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        out.println(
                "nodes  decisions/s  requests/decision  Redis' CPU us/decision  Redis' CPU  octets/decision  wrong");
        boolean right = true;
        for (int count : nodes) {
            try (Workbench bench = Workbench.open(clock)) {
                right &= measure(count, RedisProcess.start(bench), out);
            }
        }
        return right ? 0 : 1;
    }

    private boolean measure(int count, RedisProcess redis, PrintStream out) throws Exception {
        Retries retries = new Retries();
        List<Node> all = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                all.add(node(redis));
            }
            run(all, retries, warmup);
            RedisProcess.Work before = redis.work();
            double memory = redis.memory();
            Instant start = clock.instant();
            run(all, retries, decisions);
            double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
            RedisProcess.Work work = redis.work().since(before);
            out.printf(
                    "%5d %12.0f %18.2f %23.1f %9.0f %% %16.0f %6d%n",
                    count,
                    decisions / seconds,
                    (double) work.requests() / decisions,
                    work.cpuMicros() / decisions,
                    work.cpuMicros() / 1e4 / seconds,
                    (redis.memory() - memory) / decisions,
                    retries.wrong());
            return retries.wrong() == 0;
        } finally {
            all.forEach(Node::close);
        }
    }

    private Node node(RedisProcess redis) throws Exception {
        RedisSettings settings = RedisSettings.DEFAULTS;
        RedisLink link = RedisLink.open(RedisAddress.parse(redis.uri()), settings, clock, new Random(1));
        return new Node(
                link,
                Executors.newSingleThreadExecutor(),
                new GreylistNode(new RedisStore(link, settings, clock), clock));
    }

    /** All nodes at the same time. */
    private void run(List<Node> all, Retries retries, int count) throws InterruptedException, BenchException {
        List<ClosedLoop.Run> runs = all.stream()
                .map(node -> new ClosedLoop(node.greylist(), retries, List.of(node.loop()), atOnce / all.size())
                        .start(count / all.size()))
                .toList();
        for (ClosedLoop.Run run : runs) {
            run.await();
        }
    }
}
