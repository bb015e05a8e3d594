package org.sekisho.policy;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * What a session has logged in with. It lives in that session's memory only and is overwritten at its end: it must never be
 * copied, kept, logged or written down.
 */
public final class Credentials {
    private final byte[] password;
    private final OptionalInt passwordHash;

    /** @param password is taken over, not copied; empty where the mechanism hides it */
    public Credentials(byte[] password, OptionalInt passwordHash) {
        this.password = password;
        this.passwordHash = passwordHash;
    }

    /** Of a mechanism that shows no password. */
    public static Credentials hidden() {
        return new Credentials(new byte[0], OptionalInt.empty());
    }

    /** The octets themselves, not a copy; empty where the mechanism hides them, zeros once the session has ended. */
    public byte[] password() {
        return password;
    }

    /** The few bits that may be kept of account and password. */
    public OptionalInt passwordHash() {
        return passwordHash;
    }

    /** For the session, at its end. */
    public void wipe() {
        Arrays.fill(password, (byte) 0);
    }

    @Override
    public String toString() {
        return "Credentials[masked]";
    }
}
