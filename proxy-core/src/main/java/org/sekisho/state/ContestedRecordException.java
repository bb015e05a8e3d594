package org.sekisho.state;

/** Others changed a record each time that it was to be updated. The store works, and other records can be updated. */
public final class ContestedRecordException extends StateException {
    private static final long serialVersionUID = 1L;

    public ContestedRecordException(String table, int times) {
        super("A record of the table " + table + " was changed by others " + times + " times while it was updated");
    }

    /** Whether that is what a stage failed with. */
    public static boolean isCauseOf(Throwable failure) {
        return Causes.include(ContestedRecordException.class, failure);
    }
}
