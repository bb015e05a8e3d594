package org.sekisho.app.postfix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sekisho.testing.Await;

/**
 * What a program that ran to its end has left.
 *
 * @param output standard output, ISO 8859-1: each character is one octet
 * @param errors standard error
 */
public record Program(int exitCode, String output, String errors) {

    /** Runs a program to its end; a program that is not installed fails the test and names the package. */
    public static Program run(String debianPackage, List<String> command) {
        try {
            Path errors = Files.createTempFile("sekisho-program", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(errors.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .start();
                byte[] output = process.getInputStream().readAllBytes();
                if (!process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("did not end in time: " + command);
                }
                return new Program(
                        process.exitValue(), new String(output, StandardCharsets.ISO_8859_1), Files.readString(errors));
            } finally {
                Files.delete(errors);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + command, e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot run " + command.get(0) + "; install Debian's package '" + debianPackage + "'", e);
        }
    }

    /** Output and errors, for messages about a failure. */
    public String all() {
        return output + errors;
    }
}
