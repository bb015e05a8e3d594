package org.sekisho.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A program that is run to its end. */
final class Program {
    /** What it said, output and errors together. */
    record Ended(int code, String said) {}

    private Program() {}

    /** Runs it, in the current folder; the answer is what it said. */
    static String run(List<String> command) throws IOException, InterruptedException, BenchException {
        return runIn(Path.of("").toAbsolutePath(), command);
    }

    static String runIn(Path folder, List<String> command) throws IOException, InterruptedException, BenchException {
        Ended ended = tryIn(folder, command);
        if (ended.code() != 0) {
            throw new BenchException(
                    String.join(" ", command) + " failed: " + ended.said().strip());
        }
        return ended.said();
    }

    /** Runs it, whatever its exit code. */
    static Ended tryIn(Path folder, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }
}
