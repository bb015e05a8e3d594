package org.sekisho.app.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command may use of the process that it runs in.
 *
 * @param out for what was asked for
 * @param err for problems, warnings and the log
 */
public record Console(PrintStream out, PrintStream err, Map<String, String> environment) {
    public Console {
        environment = Map.copyOf(environment);
    }

    /** Who sits at the terminal: whoever used sudo, rather than root. */
    public String operator() {
        return environment.getOrDefault("SUDO_USER", System.getProperty("user.name", "unknown"));
    }

    /** The configuration file: the one that was named, or that of the environment variable SEKISHO_CONFIG. */
    Optional<Path> configuration(@Nullable Path named) {
        return Optional.ofNullable(named)
                .or(() -> Optional.ofNullable(environment.get("SEKISHO_CONFIG"))
                        .filter(name -> !name.isBlank())
                        .map(Path::of));
    }
}
