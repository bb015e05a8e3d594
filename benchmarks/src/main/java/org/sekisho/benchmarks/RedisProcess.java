package org.sekisho.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Redis server of the measurement's own, on loopback. Keeps nothing on the disk. Needs Debian's redis-server. */
record RedisProcess(Server server, int port) {

    static RedisProcess start(Workbench bench) throws IOException, InterruptedException, BenchException {
        int port = Workbench.freePort();
        ProcessBuilder command = new ProcessBuilder(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                Files.createDirectory(bench.folder().resolve("redis")).toString());
        Server server = bench.start("redis-server", command);
        server.awaitPort(port);
        return new RedisProcess(server, port);
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /**
     * What it has done since it was started.
     *
     * @param requests commands and scripts that clients sent
     * @param cpuMicros of all its threads
     */
    record Work(long requests, double cpuMicros) {
        Work since(Work before) {
            return new Work(requests - before.requests, cpuMicros - before.cpuMicros);
        }
    }

    Work work() throws IOException, InterruptedException, BenchException {
        String stats = ask("info", "commandstats");
        String cpu = ask("info", "cpu");
        // Redis counts what scripts call, too: ours call GET once each; those of buckets that call it end with PSETEX.
        long requests = calls("get", stats) + calls("eval", stats) - calls("psetex", stats) + calls("mget", stats);
        return new Work(requests, 1e6 * (number("used_cpu_user", cpu) + number("used_cpu_sys", cpu)));
    }

    private static long calls(String command, String stats) {
        Matcher calls =
                Pattern.compile("(?m)^cmdstat_" + command + ":calls=(\\d+)").matcher(stats);
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    /** Octets of its memory that records take. */
    double memory() throws IOException, InterruptedException, BenchException {
        return number("used_memory", ask("info", "memory"));
    }

    private String ask(String... words) throws IOException, InterruptedException, BenchException {
        List<String> command = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(port)));
        command.addAll(List.of(words));
        return Program.run(command);
    }

    private static double number(String name, String info) throws BenchException {
        Matcher line = Pattern.compile("(?m)^" + name + ":([0-9.]+)").matcher(info);
        if (!line.find()) {
            throw new BenchException("redis-server does not tell " + name);
        }
        return Double.parseDouble(line.group(1));
    }
}
