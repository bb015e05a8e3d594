package org.sekisho.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The proxy as an operator starts it, log and all; only limits that one loopback client would meet are raised. */
final class Sekisho {
    private Sekisho() {}

    /**
     * Starts it in front of the sink.
     *
     * @param javaOptions added to those of {@code bin/sekisho}
     */
    static FrontEnd start(Workbench bench, int sink, String javaOptions)
            throws IOException, InterruptedException, BenchException {
        int port = Workbench.freePort();
        Path file = bench.write("sekisho.yaml", """
                listeners:
                  - name: mx
                    address: 127.0.0.1:%d
                    service: inbound
                    tls: {mode: "off"}
                upstream:
                  addresses: [127.0.0.1:%d]
                  connections: 1000
                  identity: none
                  tls: "off"
                limits: {connections: 10000, connectionsPerClient: 10000}
                rules: {profile: none}
                state: {store: memory}
                admin: {enabled: false}
                """.formatted(port, sink));
        Server server = bench.start("sekisho", command(file, javaOptions));
        server.awaitPort(port);
        return new FrontEnd("sekisho", port, Optional.of(server));
    }

    /** The command line of a proxy with that configuration. */
    static ProcessBuilder command(Path configuration, String javaOptions) throws BenchException {
        ProcessBuilder command = new ProcessBuilder(
                projectFolder().resolve("bin/sekisho").toString(), "run", "--config", configuration.toString());
        command.environment().merge("SEKISHO_JAVA_OPTS", javaOptions, (given, ours) -> given + " " + ours);
        return command;
    }

    private static Path projectFolder() throws BenchException {
        String folder = System.getProperty("sekisho.root");
        if (folder == null) {
            throw new BenchException("start it with bin/bench, which says where the project lies");
        }
        return Path.of(folder);
    }
}
