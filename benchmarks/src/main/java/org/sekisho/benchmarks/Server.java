package org.sekisho.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that was started for the measurement. */
record Server(String name, Process process, Path log, InstantSource clock) {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int LAST_LINES = 5;

    ProcessTree tree() {
        return new ProcessTree(process.toHandle());
    }

    /** Waits until something accepts connections there. */
    void awaitPort(int port) throws IOException, InterruptedException, BenchException {
        Instant limit = clock.instant().plus(START_LIMIT);
        while (!accepts(port)) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new BenchException(name + " ended with code " + process.exitValue() + ": " + lastWords());
            }
            if (clock.instant().isAfter(limit)) {
                throw new BenchException(name + " did not open port " + port + " within 60 s: " + lastWords());
            }
        }
    }

    /** Something that is waited for. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException, InterruptedException, BenchException;
    }

    /** Waits until it is so, looking every millisecond. */
    void await(String what, Duration limit, Condition condition)
            throws IOException, InterruptedException, BenchException {
        Instant end = clock.instant().plus(limit);
        while (!condition.holds()) {
            pause(Duration.ofMillis(1));
            if (clock.instant().isAfter(end)) {
                throw new BenchException(
                        name + " did not " + what + " within " + limit.toSeconds() + " s: " + lastWords());
            }
        }
    }

    /** Waits, unless the process ends. */
    void pause(Duration time) throws IOException, InterruptedException, BenchException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BenchException(name + " ended with code " + process.exitValue() + ": " + lastWords());
        }
    }

    String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** Stops the process and all below it, those that do not listen by force. */
    void stop() {
        List<ProcessHandle> all = tree().all();
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle each : all) {
            try {
                each.onExit().get(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                each.destroyForcibly();
            } catch (ExecutionException | TimeoutException e) {
                each.destroyForcibly();
            }
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
