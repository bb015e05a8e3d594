package org.sekisho.app.cli;

import org.sekisho.app.config.DurationNotation;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Times on the command line, written as in the configuration. */
final class Spans {
    private Spans() {}

    /** Seconds; the command line is wrong if the text is no time. */
    static long seconds(CommandSpec command, String option, String text) {
        try {
            return DurationNotation.parse(text).toSeconds();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), option + ": " + e.getMessage(), e);
        }
    }
}
