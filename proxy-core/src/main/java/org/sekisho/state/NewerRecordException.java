package org.sekisho.state;

/** A record was written by a newer version of this program: what it says is not known here, and is not to be lost. */
public final class NewerRecordException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public NewerRecordException(String message) {
        super(message);
    }

    /** Whether that is what a stage failed with. */
    public static boolean isCauseOf(Throwable failure) {
        return Causes.include(NewerRecordException.class, failure);
    }
}
