package org.sekisho.session;

import java.util.OptionalInt;

/**
 * Makes of an account and a password a number that tells no more than whether two passwords are likely the same one. It is
 * the only thing made of a password that ever leaves a session. Thread-safe.
 */
@FunctionalInterface
public interface PasswordHash {
    /** Makes none. */
    PasswordHash NONE = (account, password) -> OptionalInt.empty();

    /**
     * The number, 0 to 4095; empty where none is made.
     *
     * @param password must be left as it is, and not be kept
     */
    OptionalInt of(String account, byte[] password);
}
