package org.sekisho.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Postfix's smtp-source: one message a session, several sessions at once. */
record Load(int size, int parallel, InstantSource clock) {
    private static final long LIMIT_SECONDS = 120;

    /**
     * What one run showed.
     *
     * @param userMicros the front end's own CPU time per session, likewise {@code systemMicros}
     * @param failure what smtp-source said if it gave up, otherwise empty
     */
    record Result(double sessionsPerSecond, double userMicros, double systemMicros, String failure) {
        double cpuMicros() {
            return userMicros + systemMicros;
        }
    }

    Result run(FrontEnd target, int messages) throws IOException, InterruptedException {
        ProcessTree.Cpu cpuBefore = cpu(target);
        Instant start = clock.instant();
        String failure = send(target, messages);
        Duration taken = Duration.between(start, clock.instant());
        ProcessTree.Cpu cpuAfter = cpu(target);
        return new Result(
                messages * 1e9 / taken.toNanos(),
                cpuAfter.userMicrosSince(cpuBefore) / messages,
                cpuAfter.systemMicrosSince(cpuBefore) / messages,
                failure);
    }

    private String send(FrontEnd target, int messages) throws IOException, InterruptedException {
        Process source = new ProcessBuilder(
                        "smtp-source",
                        "-s",
                        Integer.toString(parallel),
                        "-m",
                        Integer.toString(messages),
                        "-l",
                        Integer.toString(size),
                        "-f",
                        "from@example.org",
                        "-t",
                        "to@example.com",
                        "127.0.0.1:" + target.port())
                .redirectErrorStream(true)
                .start();
        if (!source.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            source.destroyForcibly();
            return "not done within " + LIMIT_SECONDS + " s";
        }
        String said = new String(source.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return source.exitValue() == 0 ? "" : said;
    }

    private static ProcessTree.Cpu cpu(FrontEnd target) {
        return target.server().map(server -> server.tree().cpu()).orElse(new ProcessTree.Cpu(0, 0));
    }
}
