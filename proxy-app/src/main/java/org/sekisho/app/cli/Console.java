package org.sekisho.app.cli;

import java.io.PrintStream;
import java.util.Map;

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
}
