package org.sekisho.state;

/** The store did not answer, or not in time; its message says which and why. */
public sealed class StateException extends RuntimeException
        permits ContestedRecordException, UnreachableStoreException {
    private static final long serialVersionUID = 1L;

    public StateException(String message) {
        super(message);
    }

    public StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
