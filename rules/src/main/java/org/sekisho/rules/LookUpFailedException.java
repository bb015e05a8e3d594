package org.sekisho.rules;

/** The name servers did not tell what a check has to know: it fails, and answers what the operator has declared. */
public final class LookUpFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param what the name and type that were asked for, such as "MX of example.test" */
    public LookUpFailedException(String what) {
        super("no answer from the name servers: " + what);
    }
}
