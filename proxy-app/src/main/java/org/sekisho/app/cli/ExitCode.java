package org.sekisho.app.cli;

/** Exit codes; a process ended by a signal has 128 and the signal's number, as usual. */
final class ExitCode {
    static final int DONE = 0;

    /** It could not start or go on: port in use, no permission, a file that cannot be written. */
    static final int FAILED = 1;

    /** The configuration or the command line is wrong. */
    static final int USAGE = 2;

    private ExitCode() {}
}
