package org.sekisho.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sekisho.app.admin.AdminClient;
import org.sekisho.app.admin.RuleLine;
import org.sekisho.settings.Endpoint;

/** The program as it is shipped, with rules, its log in a file and its state on the disk, started for the measurement. */
record RuledServer(Server server, int port, Endpoint admin, Path state) {
    private static final long STOP_LIMIT_SECONDS = 30;

    /** What is around the proxies. */
    record Surroundings(Workbench bench, int sink, int dns) {

        /** Starts a proxy with its state on the disk. */
        RuledServer start(String name, String listener, String rules)
                throws IOException, InterruptedException, BenchException {
            return start(name, listener, rules, "");
        }

        /**
         * Starts a proxy.
         *
         * @param listener further keys of its listener, each with a comma before it
         * @param rules the section {@code rules}
         * @param store further keys of the section {@code state}, each with a comma behind it
         */
        RuledServer start(String name, String listener, String rules, String store)
                throws IOException, InterruptedException, BenchException {
            int port = Workbench.freePort();
            Endpoint admin = new Endpoint("127.0.0.1", Workbench.freePort());
            Path state = bench.folder().resolve(name + ".state");
            Path file = bench.write(name + ".yaml", """
                    hostName: mx.example.com
                    listeners: [{name: mx, address: "127.0.0.1:%d", service: inbound%s}]
                    upstream: {addresses: ["127.0.0.1:%d"], connections: 1000, identity: none, tls: "off"}
                    limits: {connections: 17000, connectionsPerClient: 17000}
                    dns: {servers: ["127.0.0.1:%d"]}
                    state: {%sdirectory: %s}
                    admin: {address: "%s"}
                    log: {file: %s}
                    rules: %s
                    """.formatted(
                            port,
                            listener,
                            sink,
                            dns,
                            store,
                            state,
                            admin,
                            bench.folder().resolve(name + ".log"),
                            rules));
            ProcessBuilder command = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx512m",
                    "-XX:+ExitOnOutOfMemoryError",
                    JavaMemory.OPTION,
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.sekisho.app.Main",
                    "run",
                    "--config=" + file);
            Server server = bench.start(name, command);
            server.awaitPort(port);
            server.awaitPort(admin.port());
            return new RuledServer(server, port, admin, state);
        }
    }

    /** Stops it; the answer is how often each of its rules was asked. */
    List<RuleLine> stop() throws IOException, InterruptedException, BenchException {
        List<RuleLine> rules = AdminClient.of(admin, state, "benchmark").rules();
        server.process().destroy();
        if (!server.process().waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new BenchException(server.name() + " did not stop: " + server.lastWords());
        }
        return rules;
    }
}
