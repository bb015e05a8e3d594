package org.sekisho.app.rules;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sekisho.app.cli.Console;
import org.sekisho.app.cli.Sekisho;

/** What a command has answered at a terminal. */
record Told(int exitCode, String output, String errors) {

    /** Runs {@code sekisho} with these words and that configuration. */
    static Told by(Path configuration, String... words) {
        return of(Stream.concat(Stream.of(words), Stream.of("--config", configuration.toString()))
                .toList());
    }

    /** Runs {@code sekisho} with these words. */
    static Told of(List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(stream(out), stream(err), Map.of());
        int exitCode = Sekisho.execute(
                console,
                (configuration, source) -> {
                    throw new AssertionError("only a program of its own runs the proxy");
                },
                words.toArray(String[]::new));
        return new Told(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream octets) {
        return new PrintStream(octets, true, StandardCharsets.UTF_8);
    }
}
