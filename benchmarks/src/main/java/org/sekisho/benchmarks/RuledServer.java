package org.sekisho.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link RuledProxy} that was started for the measurement. */
record RuledServer(Server server, int port, Path counts) {
    private static final long STOP_LIMIT_SECONDS = 30;

    /** How often a rule was asked at one point. */
    record RuleCount(String rule, String point, long times) {
        private static RuleCount read(String line) {
            String[] words = line.split(" ");
            return new RuleCount(words[0], words[1], Long.parseLong(words[2]));
        }
    }

    /** What is around the proxies. */
    record Surroundings(Workbench bench, int sink, int dns) {

        /**
         * Starts a proxy.
         *
         * @param listener further keys of its listener, each with a comma before it
         * @param rules the section {@code rules}
         */
        RuledServer start(String name, String listener, String rules)
                throws IOException, InterruptedException, BenchException {
            int port = Workbench.freePort();
            Path file = bench.write(name + ".yaml", """
                    hostName: mx.example.com
                    listeners: [{name: mx, address: "127.0.0.1:%d", service: inbound%s}]
                    upstream: {addresses: ["127.0.0.1:%d"], connections: 1000, identity: none, tls: "off"}
                    limits: {connections: 17000, connectionsPerClient: 17000}
                    dns: {servers: ["127.0.0.1:%d"]}
                    rules: %s
                    """.formatted(port, listener, sink, dns, rules));
            Path counts = bench.folder().resolve(name + ".counts");
            ProcessBuilder command = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx512m",
                    "-XX:+ExitOnOutOfMemoryError",
                    JavaMemory.OPTION,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Bench.class.getName(),
                    "proxy",
                    "--config=" + file,
                    "--counts=" + counts);
            Server server = bench.start(name, command);
            server.awaitPort(port);
            return new RuledServer(server, port, counts);
        }
    }

    /** Stops it; the answer is how often each of its rules was asked. */
    List<RuleCount> stop() throws IOException, InterruptedException, BenchException {
        server.process().getOutputStream().close();
        if (!server.process().waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new BenchException(server.name() + " did not stop: " + server.lastWords());
        }
        if (!Files.exists(counts)) {
            throw new BenchException(server.name() + " failed: " + server.lastWords());
        }
        return Files.readAllLines(counts).stream()
                .filter(line -> !line.isEmpty())
                .map(RuleCount::read)
                .toList();
    }
}
