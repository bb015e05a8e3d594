package org.sekisho.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How much later each reply comes than from the sink itself. */
@Command(
        name = "latency",
        description = "Time to each reply, one session at a time: the sink's own, and what each front end adds.",
        mixinStandardHelpOptions = true)
final class LatencyBench implements Callable<Integer> {
    private final InstantSource clock;

    @Option(names = "--sessions", description = "timed, through each in turn (${DEFAULT-VALUE})")
    private int sessions = 2000;

    @Option(names = "--warmup", description = "sessions before that (${DEFAULT-VALUE})")
    private int warmup = 5000;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "some of haproxy, nginx, postfix, sekisho")
    private List<String> only = List.of("haproxy", "nginx", "postfix", "sekisho");

    LatencyBench(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        try (Workbench bench = Workbench.open(clock)) {
            int sink = FrontEnd.sink(bench);
            List<FrontEnd> targets = new ArrayList<>();
            targets.add(FrontEnd.start("direct", bench, sink));
            for (String name : only) {
                targets.add(FrontEnd.start(name, bench, sink));
            }
            rounds(targets, warmup);
            print(rounds(targets, sessions), System.out);
        }
        return 0;
    }

    /** One session through each in turn, so that whatever else the machine does disturbs all alike. */
    private Map<String, List<double[]>> rounds(List<FrontEnd> targets, int count) throws IOException, BenchException {
        Map<String, List<double[]>> times = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            for (FrontEnd each : targets) {
                times.computeIfAbsent(each.name(), name -> new ArrayList<>()).add(TimedSession.run(each.port(), clock));
            }
        }
        return times;
    }

    private void print(Map<String, List<double[]>> times, PrintStream out) {
        out.printf("%d sessions each, one at a time; medians in microseconds%n%n", sessions);
        out.printf("%-12s %8s", "reply to", "direct");
        only.forEach(name -> out.printf(" %10s", "+" + name));
        out.println();
        double[] added = new double[only.size()];
        for (int step = 0; step < TimedSession.STEPS.size(); step++) {
            double direct = median(times, "direct", step);
            out.printf("%-12s %8.0f", TimedSession.STEPS.get(step), direct);
            for (int i = 0; i < added.length; i++) {
                double more = median(times, only.get(i), step) - direct;
                added[i] += more;
                out.printf(" %10.0f", more);
            }
            out.println();
        }
        out.printf("%-12s %8s", "mean reply", "");
        for (double sum : added) {
            out.printf(" %10.0f", sum / TimedSession.STEPS.size());
        }
        out.println();
    }

    private static double median(Map<String, List<double[]>> times, String name, int step) {
        return Medians.of(times.getOrDefault(name, List.of()), session -> session[step]);
    }
}
