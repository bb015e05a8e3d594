package org.sekisho.app.action;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a program, without a shell, until it ends or has had its time. */
final class ChildProgram {
    /** Of our own environment; the rest may hold what is none of its business. */
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "TZ");

    private static final int COMPLAINT_OCTETS = 1_000;

    private ChildProgram() {}

    /**
     * Returns when it has ended well.
     *
     * @param input what it reads
     * @throws IOException if it cannot be started, fails, or takes too long; with what it complained about
     */
    static void run(List<String> command, Map<String, String> environment, String input, Duration limit)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        Process process = builder.start();
        // On another thread, so that it ends our write, too, when the program does not read.
        CompletableFuture<Boolean> late =
                new CompletableFuture<Boolean>().completeOnTimeout(true, limit.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> unused = late.thenAccept(isLate -> {
            if (isLate) {
                kill(process);
            }
        });
        try {
            boolean read = written(process, input);
            int exit = process.waitFor();
            if (!late.complete(false)) {
                throw new IOException(
                        command.get(0) + " did not end within " + limit.toSeconds() + " s and was killed");
            }
            if (exit != 0 || !read) {
                throw new IOException(command.get(0) + " failed with exit code " + exit + complaint(process));
            }
        } finally {
            if (process.isAlive()) {
                kill(process);
            }
            late.complete(false);
        }
    }

    /** Whether all of it could be written; a program that wants no input may close it. */
    private static boolean written(Process process, String input) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            return input.isEmpty();
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Only what is there: a process that it left behind may keep the pipe open. */
    private static String complaint(Process process) throws IOException {
        InputStream errors = process.getErrorStream();
        byte[] said = errors.readNBytes(Math.min(errors.available(), COMPLAINT_OCTETS));
        String text = new String(said, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "" : ": " + text.replaceAll("[\\s\\p{Cntrl}]+", " ");
    }
}
