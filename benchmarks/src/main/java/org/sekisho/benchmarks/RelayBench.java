package org.sekisho.benchmarks;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sessions per second and CPU per session, every front end in every round. */
@Command(
        name = "relay",
        description = "The same load through every front end: sessions per second and the front end's own CPU.",
        mixinStandardHelpOptions = true)
final class RelayBench implements Callable<Integer> {
    private final InstantSource clock;

    @Option(
            names = "--rounds",
            description = "each runs every front end once; the report shows medians (${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--messages", description = "per front end and round, one a session (${DEFAULT-VALUE})")
    private int messages = 5000;

    @Option(names = "--size", description = "bytes of a message (${DEFAULT-VALUE})")
    private int size = 4096;

    @Option(names = "--parallel", description = "sessions at once (${DEFAULT-VALUE})")
    private int parallel = 50;

    @Option(
            names = "--warmup",
            description = "sessions before the first round, so that Java has compiled what is hot (${DEFAULT-VALUE})")
    private int warmup = 20_000;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "some of direct, haproxy, nginx, postfix, sekisho")
    private List<String> only = FrontEnd.NAMES;

    RelayBench(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        Load load = new Load(size, parallel, clock);
        Map<FrontEnd, List<Load.Result>> results = new LinkedHashMap<>();
        try (Workbench bench = Workbench.open(clock)) {
            int sink = FrontEnd.sink(bench);
            for (String name : only) {
                results.put(FrontEnd.start(name, bench, sink), new ArrayList<>());
            }
            for (FrontEnd each : results.keySet()) {
                warmUp(load, each);
            }
            for (int round = 0; round < rounds; round++) {
                for (var each : results.entrySet()) {
                    each.getValue().add(load.run(each.getKey(), messages));
                }
            }
            print(results, System.out);
        }
        return results.values().stream()
                        .flatMap(List::stream)
                        .allMatch(each -> each.failure().isEmpty())
                ? 0
                : 1;
    }

    private void warmUp(Load load, FrontEnd target) throws Exception {
        // Only Java gets faster with use; the others need to have opened what they open.
        Load.Result result = load.run(target, target.name().equals("sekisho") ? warmup : Math.min(warmup, 500));
        if (!result.failure().isEmpty()) {
            throw new BenchException(target.name() + " failed during warm-up: " + result.failure());
        }
    }

    private void print(Map<FrontEnd, List<Load.Result>> results, PrintStream out) {
        out.printf("%d rounds of %d sessions, %d bytes, %d at once; medians%n%n", rounds, messages, size, parallel);
        out.println(
                "front end   sessions/s  x direct  x postfix   CPU us/session   user    sys  x haproxy  PSS MiB  failed rounds");
        double direct = median(results, "direct", Load.Result::sessionsPerSecond);
        double postfix = median(results, "postfix", Load.Result::sessionsPerSecond);
        double haproxy = median(results, "haproxy", Load.Result::cpuMicros);
        results.forEach((target, runs) -> {
            double rate = Medians.of(runs, Load.Result::sessionsPerSecond);
            double cpu = Medians.of(runs, Load.Result::cpuMicros);
            out.printf(
                    "%-10s %11.0f %9s %10s %16.0f %6.0f %6.0f %10s %8d  %s%n",
                    target.name(),
                    rate,
                    ratio(rate, direct),
                    ratio(rate, postfix),
                    cpu,
                    Medians.of(runs, Load.Result::userMicros),
                    Medians.of(runs, Load.Result::systemMicros),
                    ratio(cpu, haproxy),
                    target.server()
                                    .map(server -> server.tree().proportionalMemory())
                                    .orElse(0L)
                            / 1024,
                    failures(runs));
        });
    }

    private static double median(
            Map<FrontEnd, List<Load.Result>> results, String name, ToDoubleFunction<Load.Result> figure) {
        return results.entrySet().stream()
                .filter(each -> each.getKey().name().equals(name))
                .mapToDouble(each -> Medians.of(each.getValue(), figure))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static String ratio(double figure, double to) {
        return Double.isNaN(to) || figure == 0 ? "-" : "%.2f".formatted(figure / to);
    }

    private static String failures(List<Load.Result> runs) {
        List<String> said = runs.stream()
                .map(Load.Result::failure)
                .filter(each -> !each.isEmpty())
                .toList();
        return said.isEmpty() ? "0" : said.size() + ": " + said.get(0);
    }
}
