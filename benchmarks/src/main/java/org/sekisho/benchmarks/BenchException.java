package org.sekisho.benchmarks;

/** The measurement cannot go on; the message is for the person who started it. */
final class BenchException extends Exception {
    private static final long serialVersionUID = 1;

    BenchException(String message) {
        super(message);
    }
}
