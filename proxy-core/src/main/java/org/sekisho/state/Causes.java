package org.sekisho.state;

/** What a failure comes from: stages of a computation wrap what they failed with. */
final class Causes {
    private Causes() {}

    /** Whether the failure is of that kind, or comes from one that is. */
    static boolean include(Class<? extends Throwable> kind, Throwable failure) {
        return kind.isInstance(failure) || (failure.getCause() != null && include(kind, failure.getCause()));
    }
}
