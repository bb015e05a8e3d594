package org.sekisho.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, as an operator starts it. */
public final class RunningProgram implements AutoCloseable {
    private static final int LIMIT_SECONDS = 30;

    private final Process process;
    private final BufferedReader out;

    private RunningProgram(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static RunningProgram start(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                // They start faster, and the tests start many.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // A full collection closes all gaps: what fills them would count as alive in a histogram.
                "-XX:MarkSweepAlwaysCompactCount=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("stderr.log").toFile());
        builder.environment().putAll(environment);
        return new RunningProgram(builder.start());
    }

    /** The next lines of its output; fewer if it ends before. */
    public List<String> lines(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            String line = out.readLine();
            if (line == null) {
                break;
            }
            lines.add(line);
        }
        return lines;
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    public long pid() {
        return process.pid();
    }

    /** Sends SIGKILL and comes back when the process has ended. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after " + LIMIT_SECONDS + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
