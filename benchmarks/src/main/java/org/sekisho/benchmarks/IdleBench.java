package org.sekisho.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Memory and threads for connections that are only held, as a delayed client's is. */
@Command(
        name = "idle",
        description =
                "Memory per connection that was greeted and then only held, by difference; threads before and after.",
        mixinStandardHelpOptions = true)
final class IdleBench implements Callable<Integer> {
    private final InstantSource clock;

    @Option(names = "--connections", description = "held at once (${DEFAULT-VALUE})")
    private int connections = 5000;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "some of haproxy, nginx, sekisho")
    private List<String> only = List.of("haproxy", "nginx", "sekisho");

    IdleBench(InstantSource clock) {
        this.clock = clock;
    }

    /** What a front end used at one moment; Java's own figures only where it is Java. */
    private record Used(long proportional, long threads, Optional<JavaMemory> java) {}

    @Override
    public Integer call() throws Exception {
        System.out.printf("%d connections held; KiB per connection, by difference%n%n", connections);
        System.out.println("front end   heap+direct    heap  direct     PSS   threads before  after");
        for (String name : only) {
            try (Workbench bench = Workbench.open(clock)) {
                measure(name, bench, System.out);
            }
        }
        return 0;
    }

    private void measure(String name, Workbench bench, PrintStream out)
            throws IOException, InterruptedException, BenchException {
        int sink = FrontEnd.sink(bench);
        FrontEnd target = name.equals("sekisho")
                ? Sekisho.start(bench, sink, JavaMemory.OPTION)
                : FrontEnd.start(name, bench, sink);
        Server server = target.server().orElseThrow(() -> new BenchException(name + " has no memory of its own"));
        new Load(4096, 50, clock).run(target, 2000); // what is made once is not counted per connection
        Used before = used(server, name);
        try (HeldConnections held = HeldConnections.open(target.port(), connections)) {
            Used after = used(server, name);
            held.requireAlive();
            print(name, held.count(), before, after, out);
        }
    }

    private static Used used(Server server, String name) throws IOException, InterruptedException, BenchException {
        Optional<JavaMemory> java =
                name.equals("sekisho") ? Optional.of(JavaMemory.of(server.process())) : Optional.empty();
        return new Used(server.tree().proportionalMemory() * 1024, server.tree().threads(), java);
    }

    private static void print(String name, int count, Used before, Used after, PrintStream out) {
        out.printf(
                "%-10s %12s %7s %7s %7s %16d %6d%n",
                name,
                growth(before.java().map(JavaMemory::total), after.java().map(JavaMemory::total), count),
                growth(before.java().map(JavaMemory::heap), after.java().map(JavaMemory::heap), count),
                growth(before.java().map(JavaMemory::direct), after.java().map(JavaMemory::direct), count),
                growth(Optional.of(before.proportional()), Optional.of(after.proportional()), count),
                before.threads(),
                after.threads());
    }

    private static String growth(Optional<Long> before, Optional<Long> after, int count) {
        return before.flatMap(start -> after.map(end -> "%.1f".formatted((end - start) / 1024.0 / count)))
                .orElse("-");
    }
}
