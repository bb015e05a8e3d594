package org.sekisho.state;

/** The store is away, silent or refuses for now: the same may be tried again later. */
public final class UnreachableStoreException extends StateException {
    private static final long serialVersionUID = 1L;

    public UnreachableStoreException(String message) {
        super(message);
    }

    public UnreachableStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether that is what a stage failed with. */
    public static boolean isCauseOf(Throwable failure) {
        return Causes.include(UnreachableStoreException.class, failure);
    }
}
